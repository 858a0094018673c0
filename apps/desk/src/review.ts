import type { DataOf, NewEvent, Reply, ReplyWithheld, ReviewDecided } from '@throughline/contracts';
import type { Cause } from '@throughline/messaging';
import type { Request } from './request.ts';

/** `open` and `claimed` wait for a person; `decided` waits for the router and intake; the others are over. */
export type State = 'open' | 'claimed' | 'decided' | 'answered' | 'closed';

export interface Claim {
  by: string;
  /** When the lease ends, ISO 8601 in UTC. */
  until: string;
}

export interface Decision {
  action: DataOf<typeof ReviewDecided>['action'];
  by: string;
  at: string;
  /** The turn that was decided on. */
  turn: number;
  /** The id of the `review.decided` event. */
  eventId: string;
  note?: string;
}

/** A reply that intake did not send: the person may want to use it. */
export interface Suggestion {
  eventId: string;
  turn: number;
  reply: Reply;
  reason: DataOf<typeof ReplyWithheld>['reason'];
  detail: string;
}

/** A message that came after the one that the review shows. */
export interface Newer {
  turn: number;
  subject: string;
  body: string;
  at: string;
}

/** One matter that a person has to decide. Later requests of the same ticket join it while it is open. */
export interface Review {
  /** `<ticketId>.<turn>` of the request that opened it. */
  reviewId: string;
  ticketId: string;
  customerId: string;
  kind: Request['kind'];
  queue: string;
  state: State;
  openedAt: string;
  /** What is shown: the request of the latest turn. */
  current: Request;
  /** Those it replaced, and those that came too late to be shown. */
  earlier: Request[];
  newer: Newer | null;
  suggestions: Suggestion[];
  claim: Claim | null;
  decisions: Decision[];
  /** +1 with every claim, release, expiry and decision: makes the ids of their events. */
  moves: number;
  /** Keys of the requests that were taken in, so that a redelivery changes nothing. */
  seen: string[];
}

/** An event to send together with a change; `id` is deterministic, so that a repeat is recognisable. */
export interface Told {
  event: NewEvent;
  id: string;
  cause: Cause;
}

/** What a rule makes of a review: a new state and the events that tell of it; a refusal in words; or no change. */
export type Outcome = Changed | Rejected | undefined;
export interface Changed {
  review: Review;
  tell: Told[];
}
export interface Rejected {
  rejected: string;
}

export const waits = (review: Pick<Review, 'state'>): boolean => review.state === 'open' || review.state === 'claimed';

export const changed = (review: Review, tell: Told[] = []): Changed => ({ review, tell });

/** The cause of what people do: the request, but not its trace, for a person's decision begins a trace of its own. */
export const causeOf = ({ id, correlationId, policyVersion }: Cause): Cause => ({
  id,
  correlationId,
  ...(policyVersion && { policyVersion }),
});

export const refOf = ({ ticketId, customerId, current }: Review) => ({ ticketId, customerId, turn: current.turn });
