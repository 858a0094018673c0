import { setTimeout as sleep } from 'node:timers/promises';
import { stackDown, stackReset } from '../stack.ts';
import { localhost } from './net.ts';
import type { Part } from './part.ts';
import { stackPaths } from './paths.ts';
import { endProcess, isOurs } from './processes.ts';
import { startPart } from './start.ts';
import { writeState } from './state.ts';

export { localhost, tryPort } from './net.ts';
export type { Part } from './part.ts';
export { kafka, kafkaArguments, newClusterId } from './kafka.ts';
export { mongo } from './mongo.ts';

/** One embedded server by itself, for tests that break it: it always comes back at the same address, with its data. */
export interface Server {
  /** host:port */
  readonly address: string;
  readonly running: boolean;
  /** Resolves when it serves. */
  start(): Promise<void>;
  /** In good order. @throws when it does not end within a minute; it is killed then */
  stop(): Promise<void>;
  /** With SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
}

/** A server with a new data folder under the stack name given. What an earlier run of that name left is ended. */
export async function newServer(part: Part, name: string, port: number): Promise<Server> {
  await stackDown(name);
  await stackReset(name);
  const paths = stackPaths(name);
  let pid = 0;
  const running = (): boolean => pid !== 0 && isOurs(pid, paths, part.name);
  const gone = async (patience: number): Promise<boolean> => {
    for (const deadline = Date.now() + patience; running(); await sleep(20)) if (Date.now() > deadline) return false;
    return true;
  };
  return {
    address: `${localhost}:${port}`,
    get running() {
      return running();
    },
    start: () =>
      startPart(part, paths, port, (noted) => {
        pid = noted.pid;
        // Whoever runs next finds what an interrupted run left.
        writeState(paths.state, { [part.name]: noted });
      }),
    stop: async () => {
      if (running()) process.kill(pid, 'SIGTERM');
      if (await gone(60_000)) return;
      await endProcess(pid, paths, part.name, 0);
      throw new Error(`${part.title} (process ${pid}) did not end in good order within a minute: it was killed.`);
    },
    kill: async () => {
      if (running()) process.kill(pid, 'SIGKILL');
      if (!(await gone(10_000))) throw new Error(`${part.title} (process ${pid}) is still there after SIGKILL.`);
    },
  };
}
