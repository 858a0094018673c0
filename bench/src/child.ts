import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { repoRoot } from 'throughline/root';
import type { Task } from './arms/arm.ts';
import type { Usage } from './meter.ts';

/** A worker at work. */
export interface Worker {
  readonly process: ChildProcess;
  /** What it used, when it has handled all its records. @throws where it ends before */
  readonly done: Promise<Usage>;
  /** Tells it to finish what is in hand and end. */
  stop(): Promise<Usage>;
}

/** Starts an arm in a process of its own; resolves when it has joined its group. @throws where it can't, or hangs */
export async function startWorker(task: Task, withinMs = 180_000): Promise<Worker> {
  const file = join(repoRoot(), 'bench/dist/worker.js');
  const execArgv = ['--enable-source-maps', '--disable-warning=TimeoutNegativeWarning'];
  const child = fork(file, [JSON.stringify(task)], { execArgv, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  let usage: Usage | undefined;
  const ready = Promise.withResolvers<void>();
  child.on('message', (message: Usage | { ready: true }) => {
    if ('ready' in message) ready.resolve();
    else usage = message;
  });
  const done = once(child, 'exit').then(([code, signal]: unknown[]) => {
    clearTimeout(timer);
    if (usage) return usage;
    throw new Error(`${task.arm} ended with ${String(signal ?? code)} before it was done.`);
  });
  done.catch((error: unknown) => ready.reject(error)); // whoever waits for `done` gets it, too
  await ready.promise;
  return {
    process: child,
    done,
    stop: () => {
      if (child.connected) child.send('stop');
      return done;
    },
  };
}
