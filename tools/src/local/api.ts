import { setTimeout as delay } from 'node:timers/promises';

/** A service's HTTP API, with a bearer token. */
export class Api {
  constructor(
    readonly url: string,
    private readonly token: string,
  ) {}

  /** The same API, called as somebody else. */
  as(token: string): Api {
    return new Api(this.url, token);
  }

  get<T>(path: string): Promise<T> {
    return this.call('GET', path);
  }

  post<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.call('POST', path, body, headers);
  }

  delete<T>(path: string): Promise<T> {
    return this.call('DELETE', path);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.call('PUT', path, body);
  }

  private async call<T>(method: string, path: string, body?: unknown, extra: Record<string, string> = {}): Promise<T> {
    const headers = {
      authorization: `Bearer ${this.token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...extra,
    };
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok)
      throw new ApiError(response.status, `${method} ${this.url}${path}: ${response.status} ${text.slice(0, 500)}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}

/** An answer other than 2xx; the message holds method, address, status and the body's beginning. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** Asks until `ready` gives something else than undefined. @throws with `what` after `withinMs` */
export async function until<T>(
  what: string,
  ready: () => Promise<T | undefined>,
  withinMs = 60_000,
  everyMs = 150,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const result = await ready();
    if (result !== undefined) return result;
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs / 1000} s.`);
    await delay(everyMs);
  }
}
