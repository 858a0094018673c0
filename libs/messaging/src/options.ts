import type { ServiceDeclaration } from '@throughline/contracts';
import type { BreakerPolicy } from './breaker.ts';
import type { RetryPolicy } from './retry.ts';

/** What the messaging of one service needs to know. */
export interface MessagingOptions {
  readonly declaration: ServiceDeclaration;
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  /**
   * Which replica this is, where that is stable over restarts (the ordinal of a StatefulSet): part of the transactional
   * id. Left out, the group leases each replica a number of its own.
   */
  readonly instance?: string | undefined;
  /** How many records are handled at a time; 256 if left out. Handlers that wait on a model can do with 1,000. */
  readonly maxInFlight?: number | undefined;
  /** How long a handler may take, in milliseconds; then its signal is aborted and the try has failed. 60,000 if left out. */
  readonly handlerTimeoutMs?: number | undefined;
  /** How failing records are tried again; what is left out is as in `defaultRetry`. */
  readonly retry?: Partial<RetryPolicy> | undefined;
  /** When handling pauses because something that handlers need is down; see `defaultBreaker`. */
  readonly breaker?: BreakerPolicy | undefined;
}

/** Injection token of {@link MessagingOptions}. */
export const MESSAGING_OPTIONS = Symbol('throughline:messaging-options');
