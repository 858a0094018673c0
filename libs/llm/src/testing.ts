// For tests: a server that speaks the OpenAI chat API, on this machine, and misbehaves as told.
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import type { LlmSettings } from './settings.ts';

/** How the server answers one request. */
export type Behaviour = (response: ServerResponse) => void;

const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
};

const completion = (content: string, finish: string) => ({
  id: 'c-1',
  created: 1,
  model: 'tiny',
  choices: [{ index: 0, finish_reason: finish, message: { role: 'assistant', content } }],
  usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
});

/** Answers with a value, as JSON. */
export const says =
  (value: unknown): Behaviour =>
  (response) =>
    json(response, 200, completion(JSON.stringify(value), 'stop'));

/** Answers with half of the JSON, as at the end of the tokens that were granted. */
export const truncated =
  (value: unknown): Behaviour =>
  (response) => {
    const whole = JSON.stringify(value);
    json(response, 200, completion(whole.slice(0, whole.length / 2), 'length'));
  };

/** Answers without a choice. */
export const emptyChoice: Behaviour = (response) => json(response, 200, { ...completion('', 'stop'), choices: [] });

/** Never answers. */
export const stalls: Behaviour = () => undefined;

/** Begins an answer and goes on with a space now and then, for ever. */
export const drips: Behaviour = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const drop = setInterval(() => response.write(' '), 20);
  response.once('close', () => clearInterval(drop));
};

/** Breaks the connection. */
export const hangsUp: Behaviour = (response) => response.destroy();

/** Fails with a status. */
export const fails =
  (status: number, headers: Record<string, string> = {}): Behaviour =>
  (response) =>
    json(response, status, { error: { message: 'not now', type: 'x' } }, headers);

/** Answers as {@link says}, in the words of Anthropic's API. */
export const saysAsAnthropic =
  (value: unknown): Behaviour =>
  (response) =>
    json(response, 200, {
      type: 'message',
      id: 'm-1',
      model: 'tiny',
      role: 'assistant',
      content: [{ type: 'text', text: JSON.stringify(value) }],
      stop_reason: 'end_turn',
      usage: { input_tokens: 100, output_tokens: 20 },
    });

/** A request as the server got it. */
export interface Received {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** A language model for tests: answers each request as told, in order, and the last way from then on. */
export class LlmServer {
  readonly received: Received[] = [];
  private behaviours: readonly Behaviour[] = [];
  private readonly server = createServer((request, response) => void this.answer(request, response));

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.received.push({ path: request.url ?? '', headers: request.headers, body: await readText(request) });
    const next = this.behaviours[Math.min(this.received.length, this.behaviours.length) - 1];
    (next ?? fails(500))(response);
  }

  /** Listens on a free port of this machine. */
  async start(): Promise<this> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
    return this;
  }

  /** Forgets what it received and behaves like this from now on. */
  will(...behaviours: readonly Behaviour[]): void {
    this.received.length = 0;
    this.behaviours = behaviours;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/v1`;
  }

  /** Settings that ask this server. */
  settings(more: Partial<LlmSettings> = {}): LlmSettings {
    return {
      step: 'test',
      provider: 'openai-compatible',
      baseUrl: this.url,
      model: 'tiny',
      timeoutMs: 30_000,
      maxOutputTokens: 200,
      ticketTokens: 10_000,
      ...more,
    };
  }

  async stop(): Promise<void> {
    this.server.close();
    this.server.closeAllConnections();
    await once(this.server, 'close');
  }
}
