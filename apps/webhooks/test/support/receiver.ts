import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';

export const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`;
export const oldSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`;

/** One request as it came in. */
export interface Got {
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** How the receiver answers the n-th request to a path (from 1); the last one goes for all that follow. */
export type Reaction = (response: ServerResponse, request: IncomingMessage) => void;

export const status =
  (code: number, headers: Record<string, string> = {}): Reaction =>
  (response) =>
    response.writeHead(code, headers).end('said');
export const nothing: Reaction = () => undefined;
export const hangUp: Reaction = (response) => response.destroy();
/** Says 200 and then never comes to an end. */
export const drip: Reaction = (response) => {
  response.writeHead(200);
  const timer = setInterval(() => response.write('.'), 20);
  response.once('close', () => clearInterval(timer));
};
/** Says 200 and far more than anybody wants to read. */
export const flood: Reaction = (response) => {
  response.writeHead(200);
  const more = (): void => {
    while (!response.closed && response.write(Buffer.alloc(65_536)));
  };
  response.on('drain', more).on('error', () => undefined);
  more();
};

/** A real HTTP server that answers as it is told, and remembers what it got. */
export class Receiver {
  readonly got: Got[] = [];
  private readonly reactions = new Map<string, readonly Reaction[]>();
  private readonly waiting: (() => void)[] = [];
  private readonly server: Server = createServer((request, response) => void this.receive(request, response));

  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  url(path: string): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}${path}`;
  }

  answers(path: string, ...reactions: readonly Reaction[]): void {
    this.reactions.set(path, reactions);
  }

  at(path: string): Got[] {
    return this.got.filter((g) => g.path === path);
  }

  /** Resolves when a path has had so many requests. */
  async has(path: string, count: number): Promise<Got[]> {
    // oxlint-disable-next-line no-await-in-loop -- until it is so
    while (this.at(path).length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return this.at(path);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const path = request.url ?? '';
    this.got.push({ path, headers: request.headers as Record<string, string>, body });
    const reactions = this.reactions.get(path) ?? [status(204)];
    (reactions[this.at(path).length - 1] ?? reactions.at(-1))?.(response, request);
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

/** What the receiver's own library makes of a request. @throws where the signature is not right */
export const verified = ({ body, headers }: Got, by = secret): Record<string, unknown> =>
  new Webhook(by).verify(body, headers) as Record<string, unknown>;
