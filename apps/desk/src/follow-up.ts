import type { EventOf, ReplyWithheld, TicketOpened } from '@throughline/contracts';
import { changed, type Outcome, type Review, waits } from './review.ts';

// What other services tell of a ticket that has a review. Each rule is idempotent: a redelivery changes nothing.

/** The customer wrote again, or (for a request that came without it) this is the message that the review is about. */
export function messageCame(review: Review, { data, time }: EventOf<typeof TicketOpened>): Outcome {
  const { turn, ticket } = data;
  const { current, newer } = review;
  if (!waits(review) || turn < current.turn) return undefined;
  if (turn === current.turn)
    return current.ticket ? undefined : changed({ ...review, current: { ...current, ticket } });
  if (newer && newer.turn >= turn) return undefined;
  return changed({ ...review, newer: { turn, subject: ticket.subject, body: ticket.body, at: time } });
}

/** A reply that was not sent becomes a suggestion. The person's own, withheld for good, ends their review. */
export function replyWithheld(review: Review, { id, data }: EventOf<typeof ReplyWithheld>): Outcome {
  const { turn, reply, reason, detail } = data;
  if (waits(review)) {
    if (review.suggestions.some((s) => s.eventId === id)) return undefined;
    return changed({ ...review, suggestions: [...review.suggestions, { eventId: id, turn, reply, reason, detail }] });
  }
  const own = review.state === 'decided' && reply.review?.reviewId === review.reviewId && turn === review.current.turn;
  return own ? changed({ ...review, state: 'closed' }) : undefined;
}

/**
 * Turns have their outcome, up to these: whatever was asked for them needs no person any more. A reply that was said and
 * did not arrive is no such outcome of its turn.
 */
export function turnEnded(review: Review, { answered, closed }: { answered: number; closed: number }): Outcome {
  const over = review.state === 'answered' || review.state === 'closed';
  if (over || review.kind === 'conflict') return undefined;
  const { turn, undelivered } = review.current;
  if (answered > turn || (answered === turn && !undelivered))
    return changed({ ...review, state: 'answered', claim: null });
  return closed >= turn ? changed({ ...review, state: 'closed', claim: null }) : undefined;
}
