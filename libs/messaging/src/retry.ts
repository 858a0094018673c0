import { RetryableError } from './errors.ts';

/** How often and how long a failing record is tried. Times in milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly initialMs: number;
  readonly maxMs: number;
  /** After so long since its first failure it is given up, however few the tries. */
  readonly forMs: number;
}

/** Eight tries over about half a minute; a dependency may ask for longer waits, up to ten minutes in all. */
export const defaultRetry: RetryPolicy = { attempts: 8, initialMs: 200, maxMs: 10_000, forMs: 600_000 };

/**
 * Exponential backoff with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015); what a
 * dependency asks for by `retryAfterMs` is the least. `n` is the number of failures so far, from 1.
 */
export function backoffMs(policy: RetryPolicy, n: number, error: unknown, random = Math.random): number {
  const ceiling = Math.min(policy.maxMs, policy.initialMs * 2 ** (n - 1));
  const asked = error instanceof RetryableError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.round(random() * ceiling));
}

/** Whether a record that may work later has been tried enough. */
export const isSpent = ({ attempts, forMs }: RetryPolicy, tries: number, sinceMs: number): boolean =>
  tries >= attempts || sinceMs >= forMs;
