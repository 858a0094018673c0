import { isOutage, isRetryable, RetryableError, retryAfterMs } from '@throughline/messaging';
import { APICallError } from 'ai';

/** Every {@link Fallback}. */
export const fallbacks = [
  'timeout', // no whole answer within LLM_TIMEOUT_MS
  'rate_limited', // 429, and the wait that is asked for is longer than the time left
  'unavailable', // it can't be reached, or answers 5xx
  'refused', // another 4xx: the key, the model's name, the size of the prompt
  'paused', // it failed just now, so it was not asked
  'budget', // the budget of the ticket does not hold another question
  'invalid', // the answer was wrong, and its repair too
  'placeholder', // the answer names personal data that it was not given
] as const;

/** Why the default was used in place of the model; part of events and metrics, so an open list of plain words. */
export type Fallback = (typeof fallbacks)[number];

/** What a failed call means. */
export interface Failure {
  readonly fallback: Fallback;
  /** The same call may succeed later. */
  readonly retryable: boolean;
  /** The endpoint is away or our key is wrong: other tickets would fare no better. */
  readonly away: boolean;
  /** What the endpoint asked for, in milliseconds. */
  readonly retryAfterMs?: number | undefined;
}

/**
 * What an error of a call means, by its class and status alone: its message may hold the prompt.
 *
 * @returns undefined where the call came back with something that is no answer: that is repaired, not repeated.
 */
export function failureOf(error: unknown): Failure | undefined {
  if (!APICallError.isInstance(error)) {
    return isOutage(error) || isConnection(error)
      ? { fallback: 'unavailable', retryable: true, away: true }
      : undefined;
  }
  const { statusCode: status, responseHeaders } = error;
  if (status !== undefined && status < 400) return undefined; // it answered, but not with JSON of its own API
  const asked = retryAfterMs(responseHeaders?.['retry-after']);
  if (status === 429) {
    return { fallback: 'rate_limited', retryable: true, away: false, retryAfterMs: asked };
  }
  const ours = status === 401 || status === 403 || status === 407;
  if (ours) return { fallback: 'refused', retryable: false, away: true };
  if (status !== undefined && status < 500 && !isRetryable({ statusCode: status })) {
    return { fallback: 'refused', retryable: false, away: false };
  }
  return {
    fallback: 'unavailable',
    retryable: true,
    away: status === undefined || status >= 500,
    retryAfterMs: asked,
  };
}

/** `fetch` says by a TypeError with a cause that a connection failed. */
const isConnection = (error: unknown): boolean =>
  Error.isError(error) && error.name === 'TypeError' && error.cause !== undefined;

/** The failure as `backoffMs` of messaging wants it. */
export const asRetryable = (failure: Failure): RetryableError =>
  new RetryableError(failure.fallback, failure.retryAfterMs);
