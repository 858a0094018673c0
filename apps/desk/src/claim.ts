import { type DataOf, ReviewClaimed } from '@throughline/contracts';
import { eventId } from '@throughline/messaging';
import {
  causeOf,
  type Claim,
  changed,
  type Outcome,
  refOf,
  type Rejected,
  type Review,
  type Told,
  waits,
} from './review.ts';

/** The claim that holds at `now`; undefined where there is none or its lease is over. */
export const holder = (review: Review, now: Date): Claim | undefined =>
  review.claim && Date.parse(review.claim.until) > now.getTime() ? review.claim : undefined;

/** Why nothing can be done with a review that doesn't wait for a person any more. */
export function over(review: Review): Rejected | undefined {
  if (waits(review)) return undefined;
  const last = review.decisions.at(-1);
  const by = last ? `${last.by} decided '${last.action}' at ${last.at}` : 'its turn has its outcome';
  return { rejected: `Review ${review.reviewId} is ${review.state}: ${by}.` };
}

export const heldBy = (review: Review, { by, until }: Claim): Rejected => ({
  rejected: `Review ${review.reviewId} is claimed by ${by} until ${until}.`,
});

/** Takes the review, or makes one's own lease longer. */
export function claim(review: Review, by: string, minutes: number, now: Date): Outcome {
  const held = holder(review, now);
  if (!waits(review)) return over(review);
  if (held && held.by !== by) return heldBy(review, held);
  const asked = new Date(now.getTime() + minutes * 60_000).toISOString();
  const until = held && held.until > asked ? held.until : asked;
  return moved({ ...review, state: 'claimed', claim: { by, until } }, 'claimed', by);
}

/** Hands the review back to its queue. */
export function release(review: Review, by: string, now: Date): Outcome {
  const held = holder(review, now);
  if (!waits(review)) return over(review);
  if (held && held.by !== by) return heldBy(review, held);
  if (!held) return { rejected: `Review ${review.reviewId} is not claimed.` };
  return moved({ ...review, state: 'open', claim: null }, 'released', by);
}

/** The lease is over: the review goes back to its queue. */
export function expire(review: Review, now: Date): Outcome {
  if (review.state !== 'claimed' || !review.claim || holder(review, now)) return undefined;
  return moved({ ...review, state: 'open', claim: null }, 'expired', review.claim.by);
}

function moved(review: Review, status: DataOf<typeof ReviewClaimed>['status'], by: string): Outcome {
  const next = { ...review, moves: review.moves + 1 };
  const until = status === 'claimed' ? review.claim?.until : undefined;
  const told: Told = {
    event: ReviewClaimed.of({
      ...refOf(next),
      reviewId: next.reviewId,
      status,
      by: { kind: 'human', id: by },
      ...(until && { until }),
    }),
    id: eventId(ReviewClaimed.type, next.reviewId, next.current.turn, status, next.moves),
    cause: causeOf(next.current.cause),
  };
  return changed(next, [told]);
}
