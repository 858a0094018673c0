import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as people do, without a terminal. `env` is added to this process's. */
export function cli(args: readonly string[], env: Readonly<Record<string, string>> = {}): Ended {
  const bin = join(__dirname, '../../bin/throughline.mjs');
  const options = { encoding: 'utf8', env: { ...process.env, ...env }, maxBuffer: 100_000_000 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...args], options);
  return { code: status, out: stdout, err: stderr };
}
