import { setTimeout as delay } from 'node:timers/promises';
import { isRetryable, RetryableError } from './errors.ts';

/** How often and how long a failing step is tried. Times in milliseconds. */
export interface RetryPolicy {
  readonly attempts: number;
  readonly initialMs: number;
  readonly maxMs: number;
}

export const defaultRetry: RetryPolicy = { attempts: 8, initialMs: 200, maxMs: 10_000 };

/** Thrown by {@link withRetry} when there is no further try; `attempts` is how many there were. */
export class GaveUp extends Error {
  constructor(
    override readonly cause: unknown,
    readonly attempts: number,
  ) {
    super('gave up');
  }
}

/**
 * Exponential backoff with full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog, 2015); what a
 * dependency asks for by `retryAfterMs` is the least. `n` is the number of failures so far, from 1.
 */
export function backoffMs(policy: RetryPolicy, n: number, error: unknown, random = Math.random): number {
  const ceiling = Math.min(policy.maxMs, policy.initialMs * 2 ** (n - 1));
  const asked = error instanceof RetryableError ? (error.retryAfterMs ?? 0) : 0;
  return Math.max(asked, Math.round(random() * ceiling));
}

/**
 * Calls `work` until it succeeds, fails for good, or was tried often enough.
 * @throws GaveUp with the last error; the signal's reason when it is aborted while waiting
 */
export async function withRetry<T>(policy: RetryPolicy, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  for (let n = 1; ; n++) {
    try {
      return await work();
    } catch (error) {
      if (!isRetryable(error) || n >= policy.attempts) throw new GaveUp(error, n);
      // oxlint-disable-next-line no-await-in-loop -- one try after the other is the point
      await delay(backoffMs(policy, n, error), undefined, { signal });
    }
  }
}
