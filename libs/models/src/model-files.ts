import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A model's file is missing, or is not the one this version was tested with. Nothing heals it but a new setup. */
export class ModelFileError extends Error {
  override name = 'ModelFileError';
}

/**
 * Reads a file of a model and checks that it is the expected one: a vector of other weights would look right and be wrong.
 *
 * @param sha256 of the file, hex.
 * @throws ModelFileError that names the path and the fix.
 */
export async function readModelFile(dir: string, name: string, sha256: string): Promise<Buffer> {
  const path = join(dir, name);
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ModelFileError(`Model file ${path} can't be read. Run \`npm run setup\`, or point MODEL_DIR to it.`, {
      cause,
    });
  });
  const found = createHash('sha256').update(bytes).digest('hex');
  if (found !== sha256) {
    throw new ModelFileError(
      `Model file ${path} is not the expected one (sha256 ${found}, expected ${sha256}). ` +
        'Delete it and run `npm run setup`.',
    );
  }
  return bytes;
}
