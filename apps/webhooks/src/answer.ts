import { retryAfterMs } from '@throughline/messaging';

/** What came of one post. */
export type Answer =
  | { readonly kind: 'accepted'; readonly status: number }
  /** It will never be taken: posting it again would not help. */
  | { readonly kind: 'refused'; readonly status?: number; readonly detail: string }
  /** It may be taken another time. */
  | {
      readonly kind: 'failed';
      readonly status?: number;
      readonly detail: string;
      /** The endpoint itself is away or asks for quiet: the next post to it would fare no better. */
      readonly away: boolean;
      readonly retryAfterMs?: number;
    };

/** 4xx that say 'not now' (a timeout, a conflict, a lock, too early, too many) or that our key is wrong, not the event. */
const mayPass = [401, 403, 407, 408, 409, 423, 425, 429];
/** Nobody is there, or too much is asked of it. */
const away = [429, 502, 503, 504];

/** What a status says. Redirects are not followed: where they lead nobody has checked. */
export function answerOf(status: number, retryAfter: string | undefined, now: Date): Answer {
  if (status >= 200 && status <= 299) return { kind: 'accepted', status };
  if (status >= 400 && status <= 499 && !mayPass.includes(status)) {
    return { kind: 'refused', status, detail: `answered ${status}` };
  }
  const redirect = status >= 300 && status <= 399;
  const detail = `answered ${status}${redirect ? ': redirects are not followed, name the new URL' : ''}`;
  const asked = retryAfterMs(retryAfter, now);
  const wait = asked === undefined ? {} : { retryAfterMs: asked };
  return { kind: 'failed', status, detail, away: away.includes(status), ...wait };
}
