import { rmSync } from 'node:fs';
import { lock, type LockOptions } from '../shared/lock.mjs';
import { endAll } from './stack/end.ts';
import { externalAddresses, requireReachable } from './stack/external.ts';
import type { PartName } from './stack/part.ts';
import { parts } from './stack/parts.ts';
import { stackPaths, type StackPaths } from './stack/paths.ts';
import { isOurs } from './stack/processes.ts';
import { readState } from './stack/state.ts';
import { bringUp } from './stack/up.ts';

export { stackStatus, type PartStatus, type StackStatus } from './stack/status.ts';

/** Which stack, and where it listens. */
export interface StackOptions {
  /** 'default' has fixed ports and is what people work with; any other name gets free ports and data of its own. */
  name?: string;
  /** Instead of what the setting or the default says; 0 stands for any free one. */
  kafkaPort?: number;
  mongoPort?: number;
  /** Is told what happens, a line at a time. */
  log?: (line: string) => void;
}

/** A Kafka and a MongoDB that answer. */
export interface Stack {
  /** host:port,host:port */
  brokers: string;
  mongodbUri: string;
  /** False when all of it was there already: servers of the environment, or a stack that runs. */
  started: boolean;
  /** Ends what this call started, nothing else. */
  stop(): Promise<void>;
}

/**
 * Makes sure of a Kafka and a MongoDB: uses those of KAFKA_BROKERS and MONGODB_URI, takes over embedded ones that
 * run, starts the others. Throws an error that names the setting to change when a server can't be had.
 */
export async function stackUp({ name = 'default', log = () => {}, ...ports }: StackOptions = {}): Promise<Stack> {
  const paths = stackPaths(name);
  const given = externalAddresses(parts);
  for (const part of parts) {
    const address = given[part.name];
    if (address) await requireReachable(part, address);
  }
  const context = { name, paths, ports: { kafka: ports.kafkaPort, mongo: ports.mongoPort }, log };
  const onWait = (pid: number) => log(`waiting for process ${pid}, which is at work on this stack`);
  const embedded = parts.filter((part) => !given[part.name]);
  const { addresses, started } = await locked(paths, () => bringUp(embedded, context), { onWait });
  const { kafka = '', mongo = '' } = { ...given, ...addresses };
  return {
    brokers: kafka,
    mongodbUri: mongo,
    started: started.length > 0,
    stop: async () => void (await locked(paths, () => endAll(paths, started), { onWait })),
  };
}

/** Ends a stack's servers, whoever started them; its data stays. Resolves to the servers that were ended. */
export async function stackDown(name = 'default'): Promise<PartName[]> {
  const paths = stackPaths(name);
  return locked(paths, () => {
    const noted = Object.entries(readState(paths.state)) as [PartName, { pid: number }][];
    return endAll(
      paths,
      noted.map(([part, { pid }]) => ({ part, pid })),
    );
  });
}

/** Deletes a stopped stack's data. Throws while one of its servers runs. */
export async function stackReset(name = 'default'): Promise<void> {
  const paths = stackPaths(name);
  await locked(paths, async () => {
    const state = readState(paths.state);
    const running = parts.find((part) => isOurs(state[part.name]?.pid ?? 0, paths, part.name));
    if (running) throw new Error(`${running.title} is running: \`throughline stack down --name ${name}\` first`);
    rmSync(paths.dir, { recursive: true, force: true });
  });
}

async function locked<T>(paths: StackPaths, work: () => Promise<T>, options?: LockOptions): Promise<T> {
  const unlock = await lock(paths.lock, options);
  try {
    return await work();
  } finally {
    unlock();
  }
}
