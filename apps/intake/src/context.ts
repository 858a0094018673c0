import type { CustomerContext, HistoryEntry, Profile, ThreadMessage } from '@throughline/contracts';
import type { TicketDoc } from './schemas.ts';

/** How many earlier answers travel with a ticket: events stay small, and older ones say little. */
const historyLength = 20;

/** Earlier messages of this ticket and what was replied, up to but without this turn; oldest first. */
export function threadOf(ticket: TicketDoc, turn: number): ThreadMessage[] {
  return ticket.turns.slice(0, turn - 1).flatMap(({ subject, text, at }, i): ThreadMessage[] => {
    const delivery = ticket.deliveries[i + 1];
    const asked: ThreadMessage = { turn: i + 1, from: 'customer', text: `${subject}\n${text}`.trim(), at };
    return delivery ? [asked, { turn: i + 1, from: delivery.by, text: delivery.text, at: delivery.at }] : [asked];
  });
}

/** What agents may know: the customer's profile and history, and the review that a person has open on this ticket. */
export function contextOf(
  profile: Profile,
  history: readonly HistoryEntry[],
  review: TicketDoc['review'],
): CustomerContext {
  return {
    profile,
    history: history.slice(-historyLength),
    ...(review && { openReview: { reviewId: review.reviewId, queue: review.queue } }),
  };
}
