import type { ServiceDeclaration } from '@throughline/contracts';
import type { RetryPolicy } from './retry.ts';

/** What the messaging of one service needs to know. */
export interface MessagingOptions {
  readonly declaration: ServiceDeclaration;
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  /** Which replica this is; stable over restarts, different between replicas. Part of the transactional id. */
  readonly instance: string;
  /** How failing steps are tried again; see `defaultRetry`. */
  readonly retry?: RetryPolicy;
}

/** Injection token of {@link MessagingOptions}. */
export const MESSAGING_OPTIONS = Symbol('throughline:messaging-options');
