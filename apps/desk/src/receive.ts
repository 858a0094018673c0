import type { Request } from './request.ts';
import { type Review, waits } from './review.ts';

/** What a request does: opens a review, changes one, or nothing (a redelivery). */
export type Received = { open: Review } | { change: Review } | undefined;

/** Decides what becomes of a request, given all reviews that its ticket ever had. */
export function receive(reviews: readonly Review[], request: Request): Received {
  if (reviews.some((r) => r.seen.includes(request.key))) return undefined;
  const open = reviews.find(waits);
  if (open) return { change: join(open, request) };
  // A later turn than any that was decided is a new matter.
  const last = reviews.filter((r) => r.current.turn >= request.turn).at(-1);
  if (!last) return { open: opened(request) };
  return { change: reopens(last, request) ? reopen(last, request) : remember(last, request) };
}

/**
 * What did not go through comes back to a person: the gate refused the reply that they decided on (or had nothing to
 * send), the step after it failed, or the reply never arrived. Any other late request was overtaken by the decision.
 */
function reopens({ state, current, decisions }: Review, request: Request): boolean {
  if (request.undelivered) return request.turn === current.turn;
  if (state !== 'decided' || request.turn !== current.turn) return false;
  const answersUs = request.causationId !== undefined && request.causationId === decisions.at(-1)?.eventId;
  return answersUs || request.refused !== undefined || request.from === 'ticket.escalated';
}

const opened = (request: Request): Review => ({
  reviewId: request.kind === 'conflict' ? request.reviewId : `${request.ticketId}.${request.turn}`,
  ticketId: request.ticketId,
  customerId: request.customerId,
  kind: request.kind,
  queue: request.queue,
  state: 'open',
  openedAt: request.at,
  current: request,
  earlier: [],
  newer: null,
  suggestions: [],
  claim: null,
  decisions: [],
  moves: 0,
  seen: [request.key],
});

const remember = (review: Review, request: Request): Review => ({
  ...review,
  earlier: [...review.earlier, request],
  seen: [...review.seen, request.key],
});

const reopen = (review: Review, request: Request): Review => ({
  ...show(review, request),
  state: 'open',
  openedAt: request.at,
  claim: null,
});

function join(review: Review, request: Request): Review {
  if (request.turn < review.current.turn) return remember(review, request);
  return { ...show(review, request), queue: queueOf(review, request) };
}

/**
 * The router knows of the open review and names the queue of a later turn with that in mind. What comes late for the
 * same turn moves nobody's work, but out of the general heap of escalations; an escalation never moves it.
 */
function queueOf({ queue, current }: Review, request: Request): string {
  if (request.from === 'ticket.escalated') return queue;
  return request.turn > current.turn || current.from === 'ticket.escalated' ? request.queue : queue;
}

/** The request becomes what is shown. For the same turn both say what they know. */
function show(review: Review, request: Request): Review {
  const { current, newer } = review;
  const { ticket, triage, draft, undelivered, reply, reasons } = current;
  const merged =
    request.turn > current.turn
      ? request
      : {
          ...(ticket && { ticket }),
          ...(triage && { triage }),
          ...(draft && { draft }),
          ...(undelivered && { undelivered }),
          ...(reply && { reply }),
          ...request,
          reasons: [...new Set([...request.reasons, ...reasons])],
        };
  return {
    ...review,
    current: merged,
    earlier: [...review.earlier, current],
    newer: newer && newer.turn > request.turn ? newer : null,
    seen: [...review.seen, request.key],
  };
}
