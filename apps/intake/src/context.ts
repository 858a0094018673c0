import type { CustomerContext, HistoryEntry, Profile, ThreadMessage } from '@throughline/contracts';
import type { TicketDoc } from './schemas.ts';

/** How many earlier answers travel with a ticket: events stay small, and older ones say little. */
const historyLength = 20;
/** Characters of an earlier message that travel along: enough to tell what it was about, whatever was pasted into it. */
const textLength = 4_000;
/** How many earlier turns of the ticket travel along. */
const threadLength = 20;

const short = (text: string): string => (text.length <= textLength ? text : `${text.slice(0, textLength)} […]`);

/** Earlier messages of this ticket and what was replied, up to but without this turn; oldest first, long ones cut. */
export function threadOf(ticket: TicketDoc, turn: number): ThreadMessage[] {
  const first = Math.max(0, turn - 1 - threadLength);
  return ticket.turns.slice(first, turn - 1).flatMap(({ subject, text, at }, n): ThreadMessage[] => {
    const i = first + n;
    const delivery = ticket.deliveries[i + 1];
    const asked: ThreadMessage = { turn: i + 1, from: 'customer', text: short(`${subject}\n${text}`.trim()), at };
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
    history: history.slice(-historyLength).map((h) => ({ ...h, question: short(h.question), answer: short(h.answer) })),
    ...(review && { openReview: { reviewId: review.reviewId, queue: review.queue } }),
  };
}
