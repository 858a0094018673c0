import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the weights are: MODEL_DIR, or `.throughline/models/…` in this folder or one above. */
export function modelDir(): string {
  if (process.env['MODEL_DIR']) return process.env['MODEL_DIR'];
  const place = join('.throughline', 'models');
  let dir = process.cwd();
  while (!existsSync(join(dir, place)) && dir !== dirname(dir)) dir = dirname(dir);
  return join(dir, place);
}
