import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine } from './process.mjs';

/**
 * Takes a lock file and resolves to the function that gives it back. While another living process has it, waits
 * (`onWait` is told that process's id, once), or throws with `wait: false`. What a killed process left is taken over.
 */
export async function lock(file, { wait = true, onWait = () => {} } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; ; await sleep(100)) {
    try {
      writeFileSync(file, `${process.pid}\n${commandLine(process.pid)}`, { flag: 'wx' });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = read(file);
    if (holder === undefined) continue;
    if (isAlive(holder, file)) {
      const pid = Number.parseInt(holder, 10);
      if (!wait) throw new Error(`${file} is held by process ${pid}, which is still running`);
      if (!told) onWait(pid);
      told = true;
    } else {
      takeAside(file, holder);
    }
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** The command line is compared too, so that a process that was given the same id later doesn't hold the lock. */
function isAlive(holder, file) {
  // Empty: created, not yet written. That lasts microseconds, unless its creator was killed right there.
  if (holder === '') return Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? Date.now()) < 5_000;
  const [pid, ...command] = holder.split('\n');
  return commandLine(Number(pid)) === command.join('\n');
}

/** Renamed before it is deleted: of two processes that saw the same stale lock, only one can have moved it. */
function takeAside(file, stale) {
  const aside = `${file}.${process.pid}.stale`;
  try {
    renameSync(file, aside);
  } catch {
    return;
  }
  // Between reading and renaming another process may have replaced the stale lock by its own: give that one back.
  if (read(aside) !== stale) writeFileSync(file, read(aside) ?? '', { flag: 'wx' });
  rmSync(aside, { force: true });
}
