import { cp, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../exit.ts';
import { repoRoot } from '../root.ts';

/** Makes a workspace of the commented start. @returns its files @throws UsageError where something is there already */
export async function newWorkspace(dir: string): Promise<string[]> {
  const there = await readdir(dir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    if (error.code === 'ENOTDIR') throw new UsageError(`${dir} is a file: name a folder that is not there yet.`);
    throw error;
  });
  if (there.length > 0) {
    throw new UsageError(`${dir} is not empty (${there[0]} is in it): name a folder that is empty or not there yet.`);
  }
  const start = join(repoRoot(), 'workspaces/start');
  await mkdir(dir, { recursive: true });
  await cp(start, dir, { recursive: true });
  const files = await readdir(start, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .map((file) => join(dir, file.parentPath.slice(start.length), file.name))
    .toSorted();
}
