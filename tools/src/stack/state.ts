import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod';

const runningPart = z.object({
  pid: z.int().positive(),
  port: z.int().positive(),
  /** False from the start of the process until it serves: a run that was killed in between leaves it so. */
  ready: z.boolean(),
  startedAt: z.iso.datetime(),
  version: z.string(),
});
const stackState = z.object({ kafka: runningPart.optional(), mongo: runningPart.optional() });

/** One embedded server, as noted down when it was started. */
export type RunningPart = z.infer<typeof runningPart>;

/** What a stack's state.json holds: the servers that were started and not ended. */
export type StackState = z.infer<typeof stackState>;

/** Reads state.json. One that is missing, damaged or of another version counts as empty. */
export function readState(file: string): StackState {
  try {
    return stackState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return {};
  }
}

/** Writes state.json at once, in one piece: whoever is killed next must find what was started. */
export function writeState(file: string, state: StackState): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, `${JSON.stringify(state, undefined, 2)}\n`);
  renameSync(`${file}.new`, file);
}
