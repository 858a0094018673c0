import { type DataOf, type NewEvent, ReviewDecided, type Ticket, TicketClosed } from '@throughline/contracts';
import { eventId } from '@throughline/messaging';
import { heldBy, holder, over } from './claim.ts';
import { shownHash } from './evidence.ts';
import type { Decide } from './http-bodies.ts';
import {
  causeOf,
  changed,
  type Decision,
  type Outcome,
  refOf,
  type Rejected,
  type Review,
  type Told,
} from './review.ts';

/** A person's decision: only with the claim, on the evidence as it is now, and once. */
export function decide(review: Review, command: Decide, by: string, now: Date): Outcome {
  const refused = refusal(review, command, by, now);
  if (refused) return refused;
  const { action, queue, note } = command;
  const moves = review.moves + 1;
  const id = eventId(ReviewDecided.type, review.reviewId, review.current.turn, action, moves);
  const decision: Decision = {
    action,
    by,
    turn: review.current.turn,
    eventId: id,
    at: now.toISOString(),
    ...(note && { note }),
  };
  const next: Review = {
    ...review,
    state: action === 'close' ? 'closed' : action === 'reassign' ? 'open' : 'decided',
    queue: action === 'reassign' && queue ? queue : review.queue,
    claim: null,
    decisions: [...review.decisions, decision],
    moves,
  };
  return changed(next, tellings(review, command, by, id));
}

function refusal(review: Review, command: Decide, by: string, now: Date): Rejected | undefined {
  const held = holder(review, now);
  const ended = over(review);
  if (ended) return ended;
  if (held && held.by !== by) return heldBy(review, held);
  if (!held) return { rejected: `Review ${review.reviewId} is not claimed by you: claim it, then decide.` };
  if (command.shown && command.shown !== shownHash(review)) {
    return {
      rejected: `The evidence changed since you looked at review ${review.reviewId}: read it again, then decide.`,
    };
  }
  if (review.current.undelivered && command.action !== 'close' && command.action !== 'reassign') {
    return {
      rejected:
        'This turn has its reply, which did not arrive: redrive its delivery, or reach the customer another way and close.',
    };
  }
  if (command.action === 'approve' && review.current.draft?.kind !== 'reply') {
    return { rejected: `Review ${review.reviewId} has no draft to approve: write a reply.` };
  }
  return undefined;
}

function tellings(review: Review, command: Decide, by: string, id: string): Told[] {
  const { current } = review;
  const cause = causeOf(current.cause);
  const told: Told[] = [{ event: decided(review, command, by), id, cause }];
  if (command.action !== 'close' || review.kind === 'conflict') return told;
  const closed = TicketClosed.of({
    ...refOf(review),
    reason: 'by_person',
    by: { kind: 'human', id: by },
    ...(command.note && { note: command.note }),
    reviewId: review.reviewId,
  });
  return [...told, { event: closed, id: eventId(id, TicketClosed.type, 0), cause: { ...cause, id } }];
}

function decided(review: Review, { action, text, queue, note }: Decide, by: string): NewEvent {
  const { triage, draft } = review.current;
  const data: DataOf<typeof ReviewDecided> = {
    ...refOf(review),
    reviewId: review.reviewId,
    requestId: review.current.cause.id,
    action,
    by: { kind: 'human', id: by },
    shown: shownHash(review),
    ...(text && { text }),
    ...(queue && { queue }),
    ...(note && { note }),
    ticket: review.current.ticket ?? unknownTicket(review),
    ...(triage && { triage }),
    ...(draft && { draft }),
  };
  return ReviewDecided.of(data);
}

/** An escalation may hold no message (it was what could not be read). A person can still answer, so the event must exist. */
const unknownTicket = ({ current, ticketId }: Review): Ticket => ({
  messageId: `unknown:${ticketId}.${current.turn}`,
  channel: 'unknown',
  subject: '',
  body: '',
  receivedAt: current.at,
  thread: [],
  customer: { profile: {}, history: [] },
});
