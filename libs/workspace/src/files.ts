import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A text file with plain `\n` line ends and no byte order mark; undefined if there is none. */
export async function readText(dir: string, file: string): Promise<string | undefined> {
  try {
    const text = await readFile(join(dir, file), 'utf8');
    return text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Files of a folder by ending, sorted, as paths from `dir`; none if there is no such folder. */
export async function listFiles(dir: string, folder: string, ending: string): Promise<string[]> {
  try {
    const names = await readdir(join(dir, folder));
    return names
      .filter((name) => name.toLowerCase().endsWith(ending) && !name.startsWith('.'))
      .toSorted()
      .map((name) => `${folder}/${name}`);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
