import type { CustomerContext, HistoryEntry, OtherTicket, Profile, ThreadMessage } from '@throughline/contracts';
import { isEarlier, isSameMessage } from './identity.ts';
import type { TicketDoc, Turn } from './schemas.ts';

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

/** How many other tickets of a customer are looked at, the latest. */
export const MOST_OTHERS = 5;

/** What of another ticket is looked at; of its turns only the last. */
export type OtherTicketDoc = Pick<TicketDoc, '_id' | 'turns' | 'review'>;

/** Of the customer's other tickets those that came earlier and that a person has, or that say the very same. */
export function otherTickets(message: Turn, others: readonly OtherTicketDoc[]): OtherTicket[] {
  return others.flatMap(({ _id: ticketId, turns, review }) => {
    const last = turns.at(-1);
    if (!last || !isEarlier(last, message)) return [];
    const found = { ticketId, at: last.at, withPerson: review !== null, sameMessage: isSameMessage(message, last) };
    return found.withPerson || found.sameMessage ? [found] : [];
  });
}

/** What agents may know: the customer's profile, history and other tickets, and the review that a person has open on this one. */
export function contextOf(
  profile: Profile,
  history: readonly HistoryEntry[],
  review: TicketDoc['review'],
  others: readonly OtherTicket[],
): CustomerContext {
  return {
    profile,
    history: history.slice(-historyLength).map((h) => ({ ...h, question: short(h.question), answer: short(h.answer) })),
    ...(review && { openReview: { reviewId: review.reviewId, queue: review.queue } }),
    ...(others.length > 0 && { otherTickets: [...others] }),
  };
}
