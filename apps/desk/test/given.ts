import { type Contract, type DataOf, type EventOf, ReviewRequested, TicketEscalated } from '@throughline/contracts';
import { claim } from '../src/claim.ts';
import { receive } from '../src/receive.ts';
import { fromEscalated, fromRequested } from '../src/request.ts';
import type { Changed, Outcome, Review } from '../src/review.ts';

export const noon = new Date('2026-03-02T12:00:00.000Z');
export const minutesLater = (n: number): Date => new Date(noon.getTime() + n * 60_000);

/** An event as a handler gets it: the contract's example, with what the test says. */
export function event<C extends Contract>(
  contract: C,
  id: string,
  data: Partial<DataOf<C>> = {},
  envelope: Partial<EventOf<C>> = {},
): EventOf<C> {
  return {
    id,
    source: '/throughline/test',
    type: contract.type,
    time: noon.toISOString(),
    correlationId: 'story',
    policyVersion: 'p1',
    traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
    key: 'C-17',
    place: { topic: contract.topic, partition: 0, offset: '0' },
    ...envelope,
    data: { ...(contract.example as object), ...data },
  } as EventOf<C>;
}

export const requested = (id: string, data: Partial<DataOf<typeof ReviewRequested>> = {}, envelope = {}) =>
  fromRequested(event(ReviewRequested, id, data, envelope));

export const escalated = (id: string, data: Partial<DataOf<typeof TicketEscalated>> = {}, envelope = {}) =>
  fromEscalated(event(TicketEscalated, id, data, envelope));

export function opened(request = requested('r1')): Review {
  const received = receive([], request);
  if (!received || !('open' in received)) throw new Error('the request opens a review');
  return received.open;
}

export const claimedBy = (by: string, review = opened()): Review => done(claim(review, by, 30, noon)).review;

/** The change, or an error that shows what there was instead. */
export function done(outcome: Outcome): Changed {
  if (!outcome || !('review' in outcome)) throw new Error(`expected a change, got ${JSON.stringify(outcome)}`);
  return outcome;
}
