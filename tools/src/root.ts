import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The repository's directory: what bin/throughline.mjs says, or upwards from the working directory. */
export function repoRoot(from = process.cwd()): string {
  const given = process.env['THROUGHLINE_ROOT'];
  if (given) return given;
  for (let dir = from; ; dir = dirname(dir)) {
    const file = join(dir, 'package.json');
    if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).name === '@throughline/source') return dir;
    if (dir === dirname(dir)) throw new Error(`${from} is not inside the Throughline repository: change directory`);
  }
}

/** Where the embedding models lie: MODEL_DIR, or where set-up put it. */
export const modelDir = (): string => process.env['MODEL_DIR'] ?? join(repoRoot(), '.throughline/models');
