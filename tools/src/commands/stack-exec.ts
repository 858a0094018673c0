import type { Command } from 'commander';
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { lock } from '../../shared/lock.mjs';
import { stackPaths } from '../stack/paths.ts';
import { nameOption } from './stack.ts';

/** `stack exec`: runs a command with a stack that lives as long as the command does. */
export function registerStackExec(stack: Command): void {
  stack
    .command('exec')
    .description('bring a stack up, run a command with KAFKA_BROKERS and MONGODB_URI set, end what was started')
    .option(...nameOption)
    .argument('<command...>', 'the command and its arguments, after --')
    .passThroughOptions()
    .addHelpText('after', '\nThe stacks "test" and "bench" begin without data each time.')
    .action(async (command: string[], { name }: { name: string }) => {
      process.exitCode = await stackExec(name, command);
    });
}

/** On standard error: standard output is the command's. */
const log = (line: string) => console.error(`stack: ${line}`);

/** Stacks whose runs start from nothing. */
const fresh = ['test', 'bench'];

/** Resolves to the exit code of the command, 128 + its number for a signal, as a shell does. */
async function stackExec(name: string, command: readonly string[]): Promise<number> {
  const { stackDown, stackReset, stackUp } = await import('../stack.ts');
  // Two such runs must not share one stack, and the second must not delete the data under the first.
  const onWait = (pid: number) => log(`waiting for process ${pid}, which uses the stack "${name}"`);
  const release = fresh.includes(name) ? await lock(stackPaths(name).execLock, { onWait }) : () => {};
  const signals = catchSignals();
  try {
    if (fresh.includes(name)) {
      await stackDown(name);
      await stackReset(name);
    }
    const stack = await stackUp({ name, log });
    try {
      const env = { KAFKA_BROKERS: stack.brokers, MONGODB_URI: stack.mongodbUri };
      return signals.caught ? signalCode(signals.caught) : await run(command, env, signals);
    } finally {
      await stack.stop();
    }
  } finally {
    signals.release();
    release();
  }
}

type Signals = ReturnType<typeof catchSignals>;

/** Signals must not end this process, or the stack would stay: they are handed to the command. */
function catchSignals() {
  const state = {
    caught: undefined as NodeJS.Signals | undefined,
    forward: (signal: NodeJS.Signals): void => void signal,
    release: () => {},
  };
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  const listener = (signal: NodeJS.Signals) => {
    state.caught = signal;
    // A terminal sends Ctrl+C to the command, too: it must not get it twice.
    if (signal !== 'SIGINT' || !process.stdin.isTTY) state.forward(signal);
  };
  for (const name of names) process.on(name, listener);
  state.release = () => names.forEach((name) => process.off(name, listener));
  return state;
}

function run([file = '', ...args]: readonly string[], env: NodeJS.ProcessEnv, signals: Signals): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    signals.forward = (signal) => void child.kill(signal);
    child.on('error', (error) => reject(new Error(`${file} can't be run: ${error.message}`)));
    child.on('exit', (code, signal) => resolve(code ?? signalCode(signal ?? 'SIGKILL')));
  });
}

const signalCode = (signal: NodeJS.Signals): number => 128 + constants.signals[signal];
