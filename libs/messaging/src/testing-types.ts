import type { Contract, DataOf, NewEvent, Place } from '@throughline/contracts';

/** A part of some data, at any depth. */
export type Some<T> = T extends readonly (infer I)[]
  ? readonly Some<I>[]
  : T extends object
    ? { readonly [K in keyof T]?: Some<T[K]> | undefined }
    : T;

/** An expected event of which a part of the data counts. */
export interface Partly<D> {
  readonly contract: Contract<D>;
  readonly partly: Some<D>;
}

/** What may be expected of a handler that emits these events. */
export type Expected<E> = E extends NewEvent<infer D> ? E | Partly<D> : never;

/** The events in what a handler returns. */
export type EventsIn<R> = Flat<Awaited<R>>;
type Flat<R> = R extends readonly (infer E)[] ? E : R extends NewEvent ? R : never;

/** Asks nothing of an agent that has a method for this contract, and what no agent has of another. */
export type Takes<A, C extends Contract> = [Results<A, DataOf<C>>] extends [never]
  ? { readonly 'no method takes this event': never }
  : unknown;

/** What an agent's method for this contract returns. */
export type ResultOf<A, C extends Contract> = Results<A, DataOf<C>> extends { result: infer R } ? R : never;

/** Equal data both ways: an event with more fields would fit a method for one with fewer. */
type Results<A, D> = {
  [K in keyof A]: A[K] extends (event: infer P, ...rest: never[]) => infer R
    ? P extends { readonly data: infer PD; readonly place: Place }
      ? [D, PD] extends [PD, D]
        ? { result: R }
        : never
      : never
    : never;
}[keyof A];
