import {
  AuditCheckpoint,
  contracts,
  coreServices,
  deadLetterTopic,
  KbArticle,
  PolicyChanged,
  ReplyDelivered,
  retryTopic,
  type ServiceDeclaration,
  services,
  TicketReceived,
} from '@throughline/contracts';
import { preparedArticles } from '@throughline/bench/constant-services';
import { type Evidence, type LogRecord, placeOf, progressKey } from './evidence.ts';
import { path, type Ticket } from './tickets.ts';

/** How what was promised can be broken. */
export type Breach = 'lost' | 'doubled' | 'unexpected' | 'out of order' | 'altered';

/** One broken promise: which ticket or record, and where. */
export interface Violation {
  readonly breach: Breach;
  readonly where: string;
  readonly what: string;
}

/** One line of the proof: a topic or a store. */
export interface Row {
  readonly where: string;
  /** How many there have to be, and how many there are. */
  readonly expected: number;
  readonly found: number;
  readonly violations: readonly Violation[];
}

/** Holds everything against what was sent. Empty of violations, or somebody lost, doubled or mixed something up. */
export function prove(evidence: Evidence): Row[] {
  const byTopic = Map.groupBy(evidence.log, (r) => r.topic);
  const flow = contracts.filter((c) => c !== PolicyChanged && c !== AuditCheckpoint).map((c) => c.topic);
  const topics = [...flow, ...inboxesAndDeadLetters].map((topic) =>
    topicRow(topic, evidence.tickets, byTopic.get(topic) ?? []),
  );
  const groups = (coreServices as readonly ServiceDeclaration[]).map((service) => groupRow(service, evidence, byTopic));
  return [...topics, ...groups, trailRow(evidence), mailboxRow(evidence), reviewsRow(evidence)];
}

/** Nothing may be there: no handler failed for good, and nobody sent anything again. */
const inboxesAndDeadLetters = (coreServices as readonly ServiceDeclaration[]).flatMap(({ name, consumes }) =>
  consumes.flatMap(({ topic }) => [deadLetterTopic(topic, name), retryTopic(topic, name)]),
);

const expectedOn = (topic: string, tickets: readonly Ticket[]): Ticket[] =>
  tickets.filter((t) => path[t.ending].some((c) => c.topic === topic));

/** One event a ticket that passes here, no id twice, no other record, and a customer's tickets in their order. */
function topicRow(topic: string, tickets: readonly Ticket[], records: readonly LogRecord[]): Row {
  const expected = new Map(expectedOn(topic, tickets).map((t) => [t.ticketId, t]));
  // The world outside repeats a message whose acknowledgement it did not get: it is intake that has to take it once.
  const first = topic === TicketReceived.topic ? firstOfEachId(records) : records;
  const found = new Map<string, LogRecord>();
  const next = new Map<string, { n: number; partition: number }>();
  const violations: Violation[] = [];
  const breach = (kind: Breach, what: string): void => void violations.push({ breach: kind, where: topic, what });
  for (const record of first) {
    // What agents quote was there before the first ticket.
    if (topic === KbArticle.topic && preparedArticles.has(record.key)) continue;
    const ticket = expected.get(record.ticketId);
    const before = found.get(record.ticketId);
    const at = placeOf(record);
    if (!ticket) breach('unexpected', `${record.ticketId || record.id} at ${at}`);
    else if (before) breach('doubled', `${ticket.ticketId} at ${placeOf(before)} and ${at}, ${sameId(before, record)}`);
    else {
      found.set(ticket.ticketId, record);
      const last = next.get(ticket.customerId) ?? { n: -1, partition: record.partition };
      if (ticket.n <= last.n) breach('out of order', `${ticket.ticketId} at ${at} comes after number ${last.n}`);
      if (record.partition !== last.partition) breach('out of order', `${ticket.ticketId} at ${at}: another partition`);
      next.set(ticket.customerId, { n: Math.max(ticket.n, last.n), partition: record.partition });
    }
  }
  for (const id of expected.keys()) if (!found.has(id)) breach('lost', id);
  return { where: topic, expected: expected.size, found: first.length, violations };
}

const sameId = (a: LogRecord, b: LogRecord): string => (a.id === b.id ? 'the same id' : `ids ${a.id} and ${b.id}`);

function firstOfEachId(records: readonly LogRecord[]): LogRecord[] {
  const seen = new Set<string>();
  return records.filter(({ id }) => !seen.has(id) && seen.add(id));
}

/** A group has handled every committed record of what it consumes: what it has not committed, it has left undone. */
function groupRow({ name, consumes }: ServiceDeclaration, { progress }: Evidence, byTopic: Topics): Row {
  const where = `group ${name}`;
  const records = consumes.flatMap(({ topic }) => byTopic.get(topic) ?? []);
  const undone = records.filter((r) => BigInt(r.offset) >= (progress.get(progressKey(name, r)) ?? 0n));
  const violations = undone.map((r): Violation => ({ breach: 'lost', where, what: `${r.ticketId} at ${placeOf(r)}` }));
  return { where, expected: records.length, found: records.length - undone.length, violations };
}

type Topics = ReadonlyMap<string, readonly LogRecord[]>;

/** Audit has every committed record of what it consumes, as it lies there, and none that was aborted. */
function trailRow({ log, trail }: Evidence): Row {
  const where = "audit's trail";
  const audited = new Set<string>(services.audit.consumes.map((c) => c.topic));
  const committed = new Map(log.filter((r) => audited.has(r.topic)).map((r) => [placeOf(r), r]));
  const violations: Violation[] = [];
  const kept = new Set<string>();
  for (const { place, id } of trail) {
    const record = committed.get(place);
    if (!record)
      violations.push({ breach: 'unexpected', where, what: `${id} at ${place}: nothing is committed there` });
    else if (kept.has(place)) violations.push({ breach: 'doubled', where, what: `${id} at ${place}` });
    else if (record.id !== id)
      violations.push({ breach: 'altered', where, what: `${id} at ${place}: is ${record.id}` });
    kept.add(place);
  }
  for (const [place, { id }] of committed)
    if (!kept.has(place)) violations.push({ breach: 'lost', where, what: `${id} at ${place}` });
  return { where, expected: committed.size, found: trail.length, violations };
}

/** One mail for each ticket that the agents answered, and it says what the delivery says. */
function mailboxRow({ tickets, log, mailbox }: Evidence): Row {
  const where = 'mailbox';
  const said = new Map(log.filter((r) => r.topic === ReplyDelivered.topic).map((r) => [r.ticketId, r.reply]));
  const row = storeRow(where, expectedOn(ReplyDelivered.topic, tickets), mailbox);
  const altered = mailbox
    .filter(({ ticketId, text }) => said.has(ticketId) && said.get(ticketId) !== text)
    .map(({ ticketId }): Violation => ({ breach: 'altered', where, what: `${ticketId}: other words than delivered` }));
  return { ...row, violations: [...row.violations, ...altered] };
}

/** One review for each ticket that needs a person. */
const reviewsRow = ({ tickets, reviews }: Evidence): Row =>
  storeRow(
    'human queues',
    tickets.filter((t) => t.ending === 'review'),
    reviews,
  );

function storeRow(where: string, expected: readonly Ticket[], found: readonly { ticketId: string }[]): Row {
  const count = new Map<string, number>(expected.map((t) => [t.ticketId, 0]));
  const violations: Violation[] = [];
  for (const { ticketId } of found) {
    const before = count.get(ticketId);
    if (before === undefined) violations.push({ breach: 'unexpected', where, what: ticketId });
    else if (before > 0) violations.push({ breach: 'doubled', where, what: ticketId });
    if (before !== undefined) count.set(ticketId, before + 1);
  }
  for (const [ticketId, n] of count) if (n === 0) violations.push({ breach: 'lost', where, what: ticketId });
  return { where, expected: expected.length, found: found.length, violations };
}
