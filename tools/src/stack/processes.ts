import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine } from '../../shared/process.mjs';
import type { PartName } from './part.ts';
import type { StackPaths } from './paths.ts';

/** A Java option that says on the command line whose process this is. */
export const mark = (paths: StackPaths, part: PartName): string => `-Dthroughline.stack=${paths.data(part)}`;

/** Is that process this stack's server? Process ids are given out again, so its command line has to carry our mark. */
export function isOurs(pid: number, paths: StackPaths, part: PartName, lookUp = commandLine): boolean {
  return ` ${lookUp(pid)} `.includes(` ${mark(paths, part)} `);
}

/** Ends this stack's server, if it is that process: asks first, and kills it after `patience` ms. */
export async function endProcess(pid: number, paths: StackPaths, part: PartName, patience = 10_000): Promise<boolean> {
  if (!isOurs(pid, paths, part)) return false;
  signal(pid, 'SIGTERM');
  for (let waited = 0; isOurs(pid, paths, part); waited += 50) {
    if (waited >= patience) signal(pid, 'SIGKILL');
    if (waited >= patience + 10_000) throw new Error(`process ${pid} (${part}) does not end: end it by hand`);
    await sleep(50);
  }
  return true;
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    // It ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
