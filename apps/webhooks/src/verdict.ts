import { backoffMs, RetryableError } from '@throughline/messaging';
import type { Answer } from './answer.ts';

/** What becomes of a delivery. */
export type Verdict =
  | { readonly state: 'delivered' }
  | { readonly state: 'pending'; readonly nextAt: Date }
  | { readonly state: 'dead'; readonly reason: string };

/** Two hours between two tries, at most. */
const maxMs = 7_200_000;

/**
 * Decides after a post: exponential backoff with full jitter, not before the receiver's Retry-After, the last try when
 * its time is over. `attempts` counts this post; times in milliseconds.
 */
export function verdict(
  { attempts, expiresAt }: { attempts: number; expiresAt: Date },
  answer: Answer,
  { initialMs, now, random = Math.random }: { initialMs: number; now: Date; random?: () => number },
): Verdict {
  if (answer.kind === 'accepted') return { state: 'delivered' };
  if (answer.kind === 'refused') return { state: 'dead', reason: answer.detail };
  if (now >= expiresAt) return { state: 'dead', reason: `${answer.detail}, after ${attempts} tries` };
  const policy = { attempts: Infinity, initialMs, maxMs, forMs: Infinity };
  const wait = backoffMs(policy, attempts, new RetryableError('', answer.retryAfterMs), random);
  return { state: 'pending', nextAt: new Date(Math.min(now.getTime() + wait, expiresAt.getTime())) };
}
