import { evidenceOf, shownHash } from './evidence.ts';
import type { Review } from './review.ts';

/** A review as a line of a list. */
export const summaryOf = (review: Review) => {
  const { reviewId, ticketId, customerId, kind, queue, state, openedAt, current, newer, claim, decisions } = review;
  return {
    reviewId,
    ticketId,
    customerId,
    turn: current.turn,
    kind,
    queue,
    state,
    openedAt,
    reasons: current.reasons,
    subject: current.ticket?.subject ?? '',
    priority: current.triage?.priority ?? 'normal',
    intent: current.triage?.intent?.id ?? null,
    draft: current.draft?.kind ?? null,
    newerTurn: newer?.turn ?? null,
    claim,
    decision: decisions.at(-1) ?? null,
  };
};

/** A review with all the evidence; `shown` is what a decision on it has to name. */
export const detailOf = (review: Review) => ({
  ...summaryOf(review),
  requestId: review.current.cause.id,
  evidence: evidenceOf(review),
  shown: shownHash(review),
  decisions: review.decisions,
});

export interface QueueView {
  queue: string;
  open: number;
  claimed: number;
  /** Age of the oldest review that waits, in seconds. */
  oldestSeconds: number;
}

export function queuesOf(waiting: readonly Pick<Review, 'queue' | 'state' | 'openedAt'>[], now: Date): QueueView[] {
  const queues = new Map<string, QueueView>();
  for (const { queue, state, openedAt } of waiting) {
    const view = queues.get(queue) ?? { queue, open: 0, claimed: 0, oldestSeconds: 0 };
    view[state === 'claimed' ? 'claimed' : 'open'] += 1;
    const age = Math.max(0, Math.floor((now.getTime() - Date.parse(openedAt)) / 1000));
    view.oldestSeconds = Math.max(view.oldestSeconds, age);
    queues.set(queue, view);
  }
  return [...queues.values()].toSorted((a, b) => a.queue.localeCompare(b.queue));
}
