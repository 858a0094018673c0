import { Webhook } from 'standardwebhooks';
import { type Dispatcher, request } from 'undici';
import { RefusedAddress } from './address.ts';
import { type Answer, answerOf } from './answer.ts';
import type { Endpoint } from './endpoints.ts';

/** Bytes of an answer that are read; what it says beyond that nobody needs. */
const answerBytes = 4_096;

export interface Posting {
  /** `webhook-id`: the same each time this delivery is posted. */
  readonly id: string;
  readonly body: string;
  readonly endpoint: Pick<Endpoint, 'url' | 'secrets'>;
  readonly dispatcher: Dispatcher;
  readonly timeoutMs: number;
}

/** The headers that let a receiver know who posts, and when (standardwebhooks.com). */
export function signed(id: string, at: Date, body: string, secrets: readonly string[]): Record<string, string> {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(' '),
  };
}

/** Posts once. Whatever happens is an answer; only a bug throws. */
export async function post({ id, body, endpoint, dispatcher, timeoutMs }: Posting): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  const headers = {
    'content-type': 'application/cloudevents+json; charset=utf-8',
    'user-agent': 'throughline-webhooks',
    ...signed(id, new Date(), body, endpoint.secrets),
  };
  try {
    const response = await request(endpoint.url, { method: 'POST', headers, body, dispatcher, signal });
    await leave(response.body);
    const retryAfter = response.headers['retry-after'];
    return answerOf(response.statusCode, Array.isArray(retryAfter) ? retryAfter[0] : retryAfter, new Date());
  } catch (error) {
    return answerOfError(error, timeoutMs);
  }
}

/** Lets a short answer end, so that its connection serves the next post; a long or slow one is cut off. The status has said it all. */
async function leave(body: Dispatcher.ResponseData['body']): Promise<void> {
  let read = 0;
  try {
    for await (const chunk of body) {
      read += (chunk as Buffer).length;
      if (read > answerBytes) return; // leaving the loop ends the connection
    }
  } catch {
    // It broke off or dripped until the time was over: the status came before.
  }
}

function answerOfError(error: unknown, timeoutMs: number): Answer {
  const { name, message, code } = error as NodeJS.ErrnoException;
  // Nothing goes there; but a name server that gives a wrong address for a minute must not cost every delivery.
  if (error instanceof RefusedAddress) return { kind: 'failed', detail: message, away: true };
  if (name === 'TimeoutError') return { kind: 'failed', detail: `no answer within ${timeoutMs} ms`, away: true };
  // What is wrong with the certificate, the name or the connection.
  if (code !== undefined) return { kind: 'failed', detail: `could not be reached: ${code}`, away: true };
  throw error;
}
