import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Temporary files of this process and its children go into the clone: nothing is written outside it. Nx, Jest, the JVM
 * and Node's compile cache would all use the system's folder otherwise.
 */
export function keepTemporaryFilesIn(root) {
  const dir = join(root, '.throughline/tmp');
  mkdirSync(dir, { recursive: true });
  process.env.TMPDIR = dir;
  process.env.NX_NATIVE_FILE_CACHE_DIRECTORY = join(root, '.throughline/cache/nx-native');
  process.env.MAVEN_OPTS = `${process.env.MAVEN_OPTS ?? ''} -XX:-UsePerfData`.trim();
}
