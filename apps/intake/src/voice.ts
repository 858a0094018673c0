import type { DataOf, EventOf, HistoryEntry, ReplyApproved, ReplyWithheld } from '@throughline/contracts';
import type { AutomaticReply } from '@throughline/guardrails';
import type { TicketDoc } from './schemas.ts';

/** What to do with an approved reply: say it, say again what was said (a redelivery), keep quiet and why, or give the turn to a person. */
export type Voice =
  | { kind: 'say' }
  | { kind: 'said'; at: string }
  | { kind: 'stop'; detail: string }
  | { kind: 'withhold'; reason: DataOf<typeof ReplyWithheld>['reason']; detail: string };

const withhold = (reason: DataOf<typeof ReplyWithheld>['reason'], detail: string): Voice => ({
  kind: 'withhold',
  reason,
  detail,
});

/** The latest turn after this one that a person wrote: what triage closed (an auto-responder, spam) overtakes nothing. */
function newerTurn(ticket: TicketDoc, turn: number): number | undefined {
  for (let later = ticket.turn; later > turn; later--) if (!ticket.closed[later]) return later;
  return undefined;
}

/**
 * Who may speak: one reply a turn; never to an older turn; no agent while a person has the word or the kill switch is on.
 * `event` is a proposal; the ticket's document decides. `stops` says why what it rests on no longer holds, if so.
 */
export function voiceFor(
  ticket: TicketDoc,
  event: EventOf<typeof ReplyApproved>,
  killSwitch: boolean,
  stops?: string,
): Voice {
  const { turn, reply } = event.data;
  const delivered = ticket.deliveries[turn];
  if (delivered?.replyId === event.id) return { kind: 'said', at: delivered.at };
  if (delivered) return withhold('answered', `Turn ${turn} has its reply, by ${delivered.by}.`);
  if (ticket.closed[turn]) return withhold('closed', `Turn ${turn} was closed: ${ticket.closed[turn]}.`);
  const newer = newerTurn(ticket, turn);
  if (newer) return withhold('overtaken', `The customer wrote again: turn ${newer}.`);
  if (reply.author.kind === 'human') return { kind: 'say' };
  if (ticket.review) return withhold('review_open', `Review ${ticket.review.reviewId} is open.`);
  if (killSwitch) return withhold('kill_switch', 'The kill switch is on: no automatic reply is sent.');
  return stops ? { kind: 'stop', detail: stops } : { kind: 'say' };
}

/** What agents told this customer, by the documents themselves: a ticket holds its own first, the history all of them. */
export function sentByAgents(ticket: TicketDoc, history: readonly HistoryEntry[]): AutomaticReply[] {
  const here = Object.entries(ticket.deliveries)
    .filter(([, { by }]) => by === 'agent')
    .map(([turn, { at }]) => ({ ticketId: ticket._id, turn: Number(turn), at }));
  return [...here, ...history.filter(({ answeredBy }) => answeredBy === 'agent')];
}
