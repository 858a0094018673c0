import type { PartName } from './part.ts';
import { settleAll } from './parts.ts';
import type { StackPaths } from './paths.ts';
import { endProcess } from './processes.ts';
import { readState, writeState } from './state.ts';

/** A process of a stack, as noted down by whoever started it. */
export interface Started {
  part: PartName;
  pid: number;
}

/** Ends those processes that are this stack's, strikes them off its state, and resolves to what was ended. */
export async function endAll(paths: StackPaths, processes: readonly Started[]): Promise<PartName[]> {
  const ended: PartName[] = [];
  await settleAll(processes, async ({ part, pid }) => {
    if (await endProcess(pid, paths, part)) ended.push(part);
  });
  const state = readState(paths.state);
  const gone = processes.filter(({ part, pid }) => state[part]?.pid === pid);
  for (const { part } of gone) delete state[part];
  if (gone.length) writeState(paths.state, state);
  return ended;
}
