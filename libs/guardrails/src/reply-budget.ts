import type { Ticket, TicketRef } from '@throughline/contracts';
import { PolicyDocument } from './policy-document.ts';

/** A reply that an agent sent, whoever counts them. */
export interface AutomaticReply {
  readonly ticketId: string;
  /** Left out of what was taken over from elsewhere. */
  readonly turn?: number | undefined;
  /** ISO 8601. */
  readonly at: string;
}

/** How many automatic replies went out lately. */
export interface ReplyCounts {
  readonly ticket: number;
  readonly customer: number;
}

/** The id of the rule that {@link replyBudgetSpent} asks for. */
export const replyBudget = 'reply-budget';

/**
 * Counts the replies to a ticket and to its customer that are not older than `hours` at the instant `now` (milliseconds
 * since 1970). A turn counts once, however often it is listed; a time that can't be read counts as recent: the careful side.
 */
export function countReplies(
  replies: readonly AutomaticReply[],
  ticketId: string,
  hours: number,
  now: number,
): ReplyCounts {
  const recent = replies.filter(({ at }) => !(now - Date.parse(at) > hours * 3_600_000));
  const places = new Map(recent.map((reply) => [`${reply.ticketId}\n${reply.turn ?? reply.at}`, reply]));
  const ticket = [...places.values()].filter((reply) => reply.ticketId === ticketId).length;
  return { ticket, customer: places.size };
}

/** What agents told this customer, as far as it travels with a message: its own ticket's thread, and the history. */
export function repliesIn({
  ticketId,
  ticket,
}: Pick<TicketRef, 'ticketId'> & { readonly ticket: Ticket }): AutomaticReply[] {
  const here = ticket.thread.filter(({ from }) => from === 'agent').map(({ turn, at }) => ({ ticketId, turn, at }));
  return [...here, ...ticket.customer.history.filter(({ answeredBy }) => answeredBy === 'agent')];
}

/**
 * The rule `reply-budget` once more, where a reply is handed over: a message carries only what had been said when it came
 * in, and several may be under way at once. `replies` are all that went out before this one.
 *
 * @param document the policy of the turn; left out, the careful defaults hold
 * @returns why a person has to take over; undefined while there is some left, or where the policy only watches the rule
 */
export function replyBudgetSpent(
  document: PolicyDocument | undefined,
  replies: readonly AutomaticReply[],
  ticketId: string,
  now: number,
): string | undefined {
  const { builtIn, limits } = document ?? PolicyDocument.parse({});
  if (builtIn[replyBudget] === 'observe') return undefined;
  const { ticket, customer } = countReplies(replies, ticketId, limits.replyHours, now);
  const within = `within ${limits.replyHours} hours`;
  if (ticket >= limits.repliesPerTicket)
    return `Agents have sent ${ticket} replies to this ticket ${within}: a person goes on.`;
  if (customer >= limits.repliesPerCustomer)
    return `Agents have sent ${customer} replies to this customer ${within}: a person goes on.`;
  return undefined;
}
