import { execFile, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { repoRoot } from 'throughline/root';
import { shared } from './flow.ts';

const examples = join(repoRoot(), 'examples/python');
const requirements = join(examples, 'requirements.txt');

/** What a program printed, and how it ended. */
export interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a program is given, and who hears what it prints while it runs. */
interface Running {
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly onOutput?: (text: string) => void;
}

/** Not with spawnSync: while it blocks, connections that others keep open are closed, and nobody here hears of it. */
function run(
  program: string,
  args: readonly string[],
  { input = '', env: more, onOutput }: Running = {},
): Promise<Outcome> {
  const brokers = shared.kafka.brokers.join(',');
  const env = { ...process.env, KAFKA_BROKERS: brokers, PYTHONDONTWRITEBYTECODE: '1', ...more };
  return new Promise((resolve) => {
    const child = execFile(program, args, { env, timeout: 240_000 }, (error, stdout, stderr) => {
      const missing = (error as NodeJS.ErrnoException | null)?.code === 'ENOENT';
      resolve({ status: child.exitCode, stdout, stderr: missing ? `${program} is not installed` : stderr });
    });
    child.stdout?.on('data', (text: string) => onOutput?.(text));
    child.stdin?.end(input);
  });
}

const asks = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';

/** Why the examples can't run on this machine; undefined where they can. */
export function missingPython(): string | undefined {
  const { status, stderr, error } = spawnSync('python3', ['-c', asks], { encoding: 'utf8' });
  if (status === 0) return undefined;
  const why = error ? 'it is not installed' : stderr.trim() || 'it is older';
  return `needs python3, 3.10 or newer, with venv (apt-get install python3-venv): ${why}`;
}

/** The python with what the examples need; made once, in `.throughline/`. @throws with pip's own words */
export async function examplesPython(): Promise<string> {
  const hash = createHash('sha256').update(readFileSync(requirements)).digest('hex').slice(0, 12);
  const venv = join(repoRoot(), `.throughline/python/${hash}`);
  const python = join(venv, 'bin/python');
  if (existsSync(join(venv, 'complete'))) return python;
  rmSync(venv, { recursive: true, force: true });
  for (const [program, args] of [
    ['python3', ['-m', 'venv', venv]],
    [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '-r', requirements]],
    [python, ['-c', `open(${JSON.stringify(join(venv, 'complete'))}, 'w')`]],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { status, stderr } = await run(program, args);
    if (status !== 0) throw new Error(`${program} ${args.join(' ')} failed; is PyPI in reach?\n${stderr}`);
  }
  return python;
}

/** Runs one of the examples. */
export const example = (python: string, program: string, args: readonly string[], input?: unknown): Promise<Outcome> =>
  run(python, [join(examples, program), ...args], input === undefined ? {} : { input: JSON.stringify(input) });

/** Starts `receive.py`; resolves when it listens. `outcome` is what it printed, address first, when it has ended. */
export async function receiver(
  python: string,
  args: readonly string[],
  secret: string,
): Promise<{ url: string; outcome: Promise<Outcome> }> {
  const { promise: url, resolve, reject } = Promise.withResolvers<string>();
  const onOutput = (text: string): void => resolve(text.split('\n')[0] ?? '');
  const program = [join(examples, 'receive.py'), '--port', '0', ...args];
  const outcome = run(python, program, { env: { WEBHOOK_SECRET: secret }, onOutput });
  void outcome.then(({ stderr }) => reject(new Error(`It ended before it listened:\n${stderr}`)));
  return { url: await url, outcome };
}

/** What a program that ended well printed; it may have warned. @throws with its own words where it failed */
export function printed({ status, stdout, stderr }: Outcome): string {
  if (status === 0) return stdout;
  throw new Error(`It ended with ${status}:\n${stderr}`);
}
