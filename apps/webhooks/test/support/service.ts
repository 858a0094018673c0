// The built service as it is deployed, a process for each instance, on the real broker and store.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { secret } from './receiver.ts';

export const kafka = { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'test' };
export const database = `webhooks-it-${process.pid}`;
const token = 'a-token-of-sixteen-or-more';

/** Writes a file of endpoints; fields that a test doesn't name are as it needs them to be on one machine. */
export function endpointsFile(
  endpoints: Record<string, { url: string; events: unknown } & Record<string, unknown>>,
): string {
  const local = { secrets: ['WEBHOOK_SECRET'], allowPrivate: true, allowHttp: true };
  const all = Object.entries(endpoints).map(([name, given]) => [name, { ...local, ...given }]);
  const file = join(mkdtempSync(join(tmpdir(), 'webhooks-')), 'endpoints.yaml');
  writeFileSync(file, stringify({ endpoints: Object.fromEntries(all) }));
  return file;
}

export const environment = (file: string, env: Record<string, string> = {}): Record<string, string> => ({
  MONGODB_DATABASE: database,
  WEBHOOKS_FILE: file,
  WEBHOOK_SECRET: secret,
  API_TOKENS: `maria:${token}`,
  PORT: '0',
  WEBHOOKS_TIMEOUT_MS: '1000',
  WEBHOOKS_RETRY_MS: '10',
  WEBHOOKS_POLL_MS: '50',
  ...env,
});

/** Has a delivery tried again, wherever the service listens. It may not be dead yet: then this changes nothing. */
export const redrive = (url: string): Promise<unknown> =>
  fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ why: 'the receiver was put right' }),
  });

/** A running instance. */
export class Instance {
  output = '';
  private constructor(
    readonly process: ChildProcess,
    private readonly exited: Promise<unknown>,
  ) {}

  static async start(env: Record<string, string>): Promise<Instance> {
    const child = spawn(process.execPath, ['--no-warnings', 'dist/main.js'], { env: { ...process.env, ...env } });
    const instance = new Instance(child, once(child, 'exit'));
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => void (instance.output += chunk.toString()));
    while (!(await instance.isReady())) await new Promise((resolve) => setTimeout(resolve, 100)); // the probe is polled, as an orchestrator does
    return instance;
  }

  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.process.kill(signal);
    await this.exited;
  }

  async call(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }> {
    const response = await fetch(`${this.address}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  }

  private get address(): string | undefined {
    const up = /is up on ([\d.]+:\d+)/.exec(this.output);
    return up ? `http://${up[1]}` : undefined;
  }

  private async isReady(): Promise<boolean> {
    if (this.process.exitCode !== null) throw new Error(`The service ended:\n${this.output.slice(-3000)}`);
    return this.address !== undefined && (await fetch(`${this.address}/health/ready`)).ok;
  }
}
