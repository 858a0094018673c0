import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coreServices, type CoreServiceName, type ServiceName } from '@throughline/contracts';
import { Api, until } from './api.ts';

/** What all services of one run share. */
export interface RunOptions {
  readonly root: string;
  readonly brokers: string;
  readonly mongodbUri: string;
  readonly workspace: string;
  /** Where logs go; also tells runs apart. */
  readonly dir: string;
  /** Named databases, so that runs on one store don't meet; left out: the services' own defaults. */
  readonly databasePrefix?: string;
  /** The port of each service; 0 takes a free one. */
  readonly port: (service: ServiceName) => number;
  readonly env?: Record<string, string>;
  /** Run in the service's folder instead of its own `dist/main.js`. */
  readonly main?: string;
  /** Ends the start of services when aborted; those that are up are their owner's to end. */
  readonly signal?: AbortSignal;
}

/** A service in its own process. */
export interface RunningService {
  readonly name: ServiceName;
  readonly api: Api;
  readonly process: ChildProcess;
  readonly logFile: string;
  /** Ends it with a signal; resolves when it is gone. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** Random tokens of the people and tools of one run, by name. */
export const randomTokens = (names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [name, randomBytes(24).toString('hex')]));

const upLine = /is up on ([^":]+):(\d+)/;

/**
 * Starts one service as it is deployed (the built `dist/main.js` with its telemetry preload) and resolves when it is ready.
 * @throws with the end of its log where it ends before
 */
export async function startService(
  name: ServiceName,
  tokens: Readonly<Record<string, string>>,
  options: RunOptions,
  instance = '0',
): Promise<RunningService> {
  mkdirSync(options.dir, { recursive: true });
  const logFile = join(options.dir, `${name}${instance === '0' ? '' : `-${instance}`}.log`);
  const { databasePrefix: prefix } = options;
  const env = {
    ...process.env,
    KAFKA_BROKERS: options.brokers,
    MONGODB_URI: options.mongodbUri,
    ...(prefix && { MONGODB_DATABASE: `${prefix}-${name}` }),
    API_TOKENS: Object.entries(tokens)
      .map(([who, token]) => `${who}:${token}`)
      .join(','),
    INSTANCE: instance,
    PORT: String(options.port(name)),
    WORKSPACE: options.workspace,
    // One caller plays all of a run's customers.
    WRITES_PER_MINUTE: '0',
    MODEL_DIR: join(options.root, '.throughline/models'),
    // The second start need not learn again.
    CACHE_DIR: process.env['CACHE_DIR'] ?? join(options.root, '.throughline/cache/models'),
    // Half a second less a start, from the second on.
    NODE_COMPILE_CACHE: join(options.root, '.throughline/cache/node'),
    // glibc's arenas, one a thread, keep what answers of the broker were read into.
    MALLOC_ARENA_MAX: '2',
    // Large ones go back to the system as soon as they are free.
    MALLOC_MMAP_THRESHOLD_: '131072',
    ...options.env,
  };
  const dir = join(options.root, 'apps', name);
  const args = [...nodeFlags(dir), options.main ?? 'dist/main.js'];
  const child = spawn(process.execPath, args, {
    cwd: dir,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const log = createWriteStream(logFile);
  let address: string | undefined;
  let tail = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log.write(chunk);
      tail = (tail + chunk.toString()).slice(-4000);
      const up = upLine.exec(tail);
      if (up) address ??= `http://${up[1]}:${up[2]}`;
    });
  }
  const exited = once(child, 'exit');
  const end = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await exited;
  };
  const ready = async (): Promise<string | undefined> => {
    options.signal?.throwIfAborted();
    const how = child.exitCode ?? child.signalCode;
    if (how !== null) throw new Error(`${name} ended with ${how}:\n${lastLines(tail)}\n(all of it: ${logFile})`);
    return address && (await isReady(address)) ? address : undefined;
  };
  // Not ready in time or interrupted: it must not stay behind.
  const url = await until(`${name} starts`, ready, 120_000).catch(async (error: unknown) => {
    await end('SIGKILL');
    throw error;
  });
  return { name, api: new Api(url, Object.values(tokens)[0] ?? ''), process: child, logFile, end };
}

/**
 * What the service's own start script, `node <flags> dist/main.js`, gives to node: telemetry, and limits of memory, so
 * that what is read and at once done with does not pile up before it is collected.
 */
function nodeFlags(dir: string): string[] {
  const { scripts } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { scripts: { start: string } };
  return scripts.start.split(' ').slice(1, -1);
}

const lastLines = (text: string): string => text.trimEnd().split('\n').slice(-12).join('\n');

async function isReady(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/health/ready`)).ok;
  } catch {
    return false; // not listening yet
  }
}

/** The services of the flow, each in its own process. */
export type Running = Record<CoreServiceName, RunningService> & Partial<Record<ServiceName, RunningService>>;

/** Starts them all, and of the optional ones `more`; what was started is ended where one fails. `onReady` hears of each. */
export async function startServices(
  tokens: Readonly<Record<string, string>>,
  options: RunOptions,
  onReady: (name: ServiceName) => void = () => undefined,
  more: readonly ServiceName[] = [],
): Promise<Running> {
  const names: ServiceName[] = [...coreServices.map((s) => s.name), ...more];
  const started = await Promise.allSettled(
    names.map(async (name) => {
      const service = await startService(name, tokens, options);
      onReady(name);
      return service;
    }),
  );
  const failed = started.find((s) => s.status === 'rejected');
  const running = started.flatMap((s) => (s.status === 'fulfilled' ? [s.value] : []));
  if (failed) {
    await Promise.all(running.map((s) => s.end()));
    throw failed.reason;
  }
  return Object.fromEntries(running.map((s) => [s.name, s])) as Running;
}

/** Ends them all and resolves when they are gone. */
export const endServices = async (running: Running): Promise<void> => {
  await Promise.all(Object.values(running).map((s) => s.end()));
};
