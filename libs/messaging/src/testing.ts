// Specs of agents: given an event, when it is handled, then these events. No Nest, no broker, no mocks; the checks are
// those of production. Guards, interceptors, pipes and filters don't run here: they are Nest's.
import type { Contract, DataOf, Envelope, EventOf, NewEvent } from '@throughline/contracts';
import type { HandlerResult } from './agent.ts';
import type { IncomingRecord } from './record.ts';
import { Spec } from './testing-spec.ts';
import type { EventsIn, Expected, Partly, ResultOf, Some, Takes } from './testing-types.ts';

/** What is expected of a handled event; each runs the handler, and rejects where it does otherwise. */
export interface Then<E> {
  /** Exactly these events, in this order: all of their data, or, with {@link partly}, a part of it. */
  then(...expected: [Expected<E>, ...Expected<E>[]]): Promise<void>;
  /** It is handled, and nothing follows. */
  thenNothing(): Promise<void>;
  /** It fails for good: dead letters, and a person for its ticket. `message` is a part of the error's, or matches it. */
  thenFailsTerminally(message: string | RegExp): Promise<void>;
  /** It fails, and would be tried again. */
  thenFailsRetryably(message: string | RegExp): Promise<void>;
}

/** An event that waits for who handles it. */
export interface Given<C extends Contract> {
  /** What the same agent handled or follows before, in this order. */
  after(...earlier: readonly NewEvent[]): Given<C>;
  /** A plain function handles it; what it may emit is declared here, as a method's is by `@Consumes`. */
  when<const E extends readonly Contract[] = []>(
    handler: (event: EventOf<C>, context: IncomingRecord) => HandlerResult<E>,
    options?: { readonly emits?: E },
  ): Then<EventsIn<HandlerResult<E>>>;
  /** The agent's method for it; the compiler refuses an agent that has none. */
  when<A extends object>(agent: A & Takes<A, C>): Then<EventsIn<ResultOf<A, C>>>;
}

/** An incoming event: the contract's example with these changes, and headers that matter to the test. */
export const given = <C extends Contract>(
  contract: C,
  changes: Partial<DataOf<C>> = {},
  envelope: Partial<Envelope> = {},
): Given<C> => {
  const data = { ...(contract.example as object), ...changes };
  return new Spec({ contract, data, envelope }) as never;
};

/** An expected event of which only these fields count; lists must be of one length. Matchers like Jest's may stand in it. */
export const partly = <C extends Contract>(contract: C, data: Some<DataOf<C>>): Partly<DataOf<C>> =>
  ({ contract, partly: data }) as unknown as Partly<DataOf<C>>;
