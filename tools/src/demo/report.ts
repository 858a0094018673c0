import type { SampleTicket, Workspace } from '@throughline/workspace';
import type { Timeline, TimelineStep } from './flow-client.ts';
import { missOf } from './verdict.ts';

/** What happened to one ticket, as `--report FILE` writes it. */
export interface TicketReport {
  ticketId: string;
  wave: number;
  /** What the workspace says should come of it. */
  expect: SampleTicket['expect'];
  intent: string | null;
  confidence: number | null;
  priority: string | null;
  language: string | null;
  outcome: 'agent' | 'human' | 'waiting' | 'closed' | 'open';
  queue: string | null;
  reasons: string[];
  reply: string | null;
  citations: { articleId: string; revision: number; quote: string }[];
  policyVersion: string | null;
  /** Milliseconds from the message coming in to the reply, the human queue, or the close; what people took is not counted. */
  ms: number;
  steps: { type: string; at: string; service: string }[];
}

const ends = new Set(['reply.delivered', 'review.requested', 'ticket.escalated', 'ticket.closed']);

const last = (steps: readonly TimelineStep[], type: string): TimelineStep | undefined =>
  steps.findLast((s) => s.type === type);

/** The last turn of a ticket, from its timeline. */
export function ticketReport(message: SampleTicket, { state, turn, steps: all }: Timeline): TicketReport {
  const received = all.filter((s) => s.type === 'ticket.received')[turn - 1];
  const steps = all.filter((s) => s.turn === turn || s === received);
  const triage = last(steps, 'ticket.triaged')?.data?.triage;
  const review = last(steps, 'review.requested') ?? last(steps, 'ticket.escalated');
  const delivered = last(steps, 'reply.delivered');
  const end = steps.find((s) => ends.has(s.type));
  const closed = last(steps, 'ticket.closed')?.data?.reason;
  return {
    ticketId: message.ticketId,
    wave: message.wave,
    expect: message.expect,
    intent: triage?.intent?.id ?? null,
    confidence: triage?.intent?.confidence ?? null,
    priority: triage?.priority ?? null,
    language: triage?.language ?? null,
    outcome: state,
    queue: review ? (review.data?.queue ?? 'escalations') : null,
    reasons: review?.data?.reasons ?? (review?.data?.reason ? [review.data.reason] : closed ? [closed] : []),
    reply: delivered?.data?.reply?.text ?? null,
    citations: delivered?.data?.reply?.citations ?? [],
    policyVersion: last(steps, 'reply.approved')?.policyVersion ?? review?.policyVersion ?? null,
    ms: received && end ? Math.max(0, Date.parse(end.at) - Date.parse(received.at)) : 0,
    steps: steps.map(({ type, at, service }) => ({ type, at, service })),
  };
}

/** Counts and times of some tickets. */
export interface Totals {
  tickets: number;
  answeredByAgent: number;
  answeredByHuman: number;
  waitingForHuman: number;
  closed: number;
  medianMs: number;
  p95Ms: number;
  wrongSends: number;
}

const quantile = (sorted: readonly number[], q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0;

export function totals(reports: readonly TicketReport[]): Totals {
  const count = (outcome: TicketReport['outcome']): number => reports.filter((r) => r.outcome === outcome).length;
  const times = reports.map((r) => r.ms).toSorted((a, b) => a - b);
  return {
    tickets: reports.length,
    answeredByAgent: count('agent'),
    answeredByHuman: count('human'),
    waitingForHuman: count('waiting'),
    closed: count('closed'),
    medianMs: quantile(times, 0.5),
    p95Ms: quantile(times, 0.95),
    wrongSends: reports.filter((r) => r.outcome === 'agent' && missOf(r)).length,
  };
}

/** Messages of a workspace by wave, in the order they came in. */
export function waves({ tickets }: Pick<Workspace, 'tickets'>): [number, SampleTicket[]][] {
  const byWave = new Map<number, SampleTicket[]>();
  for (const t of tickets.toSorted((a, b) => a.receivedAt.localeCompare(b.receivedAt))) {
    byWave.set(t.wave, [...(byWave.get(t.wave) ?? []), t]);
  }
  return [...byWave].toSorted(([a], [b]) => a - b);
}
