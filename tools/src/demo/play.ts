import { setTimeout as delay } from 'node:timers/promises';
import { isSentTwice } from '@throughline/intake/identity';
import type { SampleReview, SampleTicket } from '@throughline/workspace';
import type { Api } from '../local/api.ts';
import { flows, type FlowSummary, openReviews, type ReviewSummary } from './flow-client.ts';

/** Tells how far a wave is: messages sent, tickets with an outcome or waiting for a person, of how many. */
export type Progress = (sent: number, settled: number, of: number) => void;

/** Sends the messages in order, `perSecond` of them a second; what was played before is recognised and dropped. */
export async function send(
  messages: readonly SampleTicket[],
  intake: Api,
  perSecond: number,
  progress: (sent: number) => void,
): Promise<void> {
  const started = Date.now();
  for (const [i, { expect: _expect, wave: _wave, tags: _tags, ...message }] of messages.entries()) {
    await delay(Math.max(0, started + (i * 1000) / perSecond - Date.now()));
    await intake.post('/v1/tickets', message);
    progress(i + 1);
  }
}

/** How many turns each ticket has once these messages are in; intake takes one that is sent twice once. */
export function turnsOf(messages: readonly SampleTicket[]): Map<string, number> {
  const turns = new Map<string, Parameters<typeof isSentTwice>[0][]>();
  for (const { ticketId, messageId, subject, body, receivedAt } of messages) {
    const before = turns.get(ticketId) ?? [];
    const turn = { message: messageId, subject, text: body, at: receivedAt };
    turns.set(ticketId, isSentTwice(turn, before) ? before : [...before, turn]);
  }
  return new Map([...turns].map(([ticketId, { length }]) => [ticketId, length]));
}

/** Tickets whose latest turn has an outcome, or waits for a person who is not about to decide it. */
export function settled(
  turns: ReadonlyMap<string, number>,
  states: readonly FlowSummary[],
  inHand: ReadonlySet<string>,
): FlowSummary[] {
  return states.filter(({ _id, state, turn }) => {
    if (turn < (turns.get(_id) ?? Infinity)) return false;
    return state === 'waiting' ? !inHand.has(_id) : state !== 'open';
  });
}

/** A person at the desk: claims each review that `reviews` has a decision for, and decides it, once. */
export class Reviewer {
  private readonly todo: Map<string, SampleReview>;
  /** The turn that was decided, by ticket. */
  private readonly decided = new Map<string, number>();
  /** Decisions that were not taken, or came back from the gate, with the reason. */
  readonly refused: string[] = [];

  constructor(
    reviews: readonly SampleReview[],
    private readonly desk: Api,
  ) {
    this.todo = new Map(reviews.map((r) => [r.ticketId, r]));
  }

  /** Of these tickets, those whose turn this person decides or has decided: they don't stay waiting. */
  inHand(waiting: readonly FlowSummary[]): Set<string> {
    const mine = waiting.filter(({ _id, turn }) => this.todo.has(_id) || this.decided.get(_id) === turn);
    return new Set(mine.map(({ _id }) => _id));
  }

  /** Takes up what lies in the queues now, for tickets whose message of this wave has come to them. */
  async work(turns: ReadonlyMap<string, number>): Promise<void> {
    for (const review of await openReviews(this.desk)) {
      const { ticketId, turn, reasons } = review;
      if (this.decided.get(ticketId) === turn && this.decided.delete(ticketId))
        this.refused.push(`${ticketId} came back: ${reasons.join(' ')}`);
      const decision = this.todo.get(ticketId);
      if (!decision || turn < (turns.get(ticketId) ?? Infinity)) continue;
      this.todo.delete(ticketId);
      await this.decide(review, decision);
    }
  }

  private async decide({ reviewId, turn }: ReviewSummary, { action, reply, ticketId }: SampleReview): Promise<void> {
    const path = `/v1/reviews/${encodeURIComponent(reviewId)}`;
    try {
      const { shown } = await this.desk.post<{ shown: string }>(`${path}/claim`, {});
      await this.desk.post(`${path}/decide`, { action, shown, ...(reply !== undefined && { text: reply }) });
      this.decided.set(ticketId, turn);
    } catch (error) {
      this.refused.push(`${ticketId}: ${(error as Error).message}`);
    }
  }
}

/**
 * Waits until every ticket has an outcome or waits for a person; with a reviewer, until those that they decide have an
 * outcome too. @throws after `withinMs` without any progress, naming the tickets that are stuck
 */
export async function settle(
  turns: ReadonlyMap<string, number>,
  audit: Api,
  reviewer: Reviewer | undefined,
  progress: (settled: number) => void,
  withinMs = 60_000,
): Promise<void> {
  let [best, deadline] = [-1, Date.now() + withinMs];
  for (;;) {
    await reviewer?.work(turns);
    const states = (await flows(audit)).filter(({ _id }) => turns.has(_id));
    const waiting = states.filter((s) => s.state === 'waiting');
    const done = settled(turns, states, reviewer?.inHand(waiting) ?? new Set());
    progress(done.length);
    if (done.length === turns.size) return;
    if (done.length > best) [best, deadline] = [done.length, Date.now() + withinMs];
    if (Date.now() > deadline) {
      const stuck = [...turns.keys()].filter((id) => !done.some((d) => d._id === id));
      throw new Error(`No outcome within ${withinMs / 1000} s for ${stuck.join(', ')}: look at the services' logs.`);
    }
    await delay(200);
  }
}
