import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Where the weights are: MODEL_DIR, or `.throughline/models/…` in this folder or one above. */
export function modelDir(): string {
  if (process.env['MODEL_DIR']) return process.env['MODEL_DIR'];
  const place = join('.throughline', 'models');
  for (let dir = process.cwd(); dir !== dirname(dir); dir = dirname(dir)) {
    if (existsSync(join(dir, place))) return join(dir, place);
  }
  return join(process.cwd(), place);
}
