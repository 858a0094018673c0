import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { brokers } from './cluster.ts';

const here = __dirname;

/** A running echo service. */
export interface Echo {
  readonly process: ChildProcess;
  readonly output: () => string;
  /** Ends it with a signal and resolves when it is gone. */
  readonly end: (signal: NodeJS.Signals) => Promise<void>;
}

/** Starts the echo service in a process of its own and resolves when it is ready. */
export async function startEcho(run: string, env: Record<string, string> = {}): Promise<Echo> {
  const register = join(here, '../../../../tools/dev-register.mjs');
  const script = join(here, '../fixtures/echo-service.ts');
  const args = ['--conditions=@throughline/source', '--no-warnings', '--import', register, script];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, ...env, RUN: run, KAFKA_BROKERS: brokers.join(',') },
  });
  let output = '';
  const exited = once(child, 'close');
  await new Promise<void>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes('ready\n')) resolve();
      });
    }
    void exited.then(() => reject(new Error(`The echo service ended:\n${output}`)));
  });
  return {
    process: child,
    output: () => output,
    end: async (signal) => {
      child.kill(signal);
      await exited;
    },
  };
}
