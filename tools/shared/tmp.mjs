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
  process.env.NX_WORKSPACE_DATA_DIRECTORY = join(root, '.nx/workspace-data');
  // No plugin processes: they talk over sockets in the system's folder, and a clone's own path may be too long for one.
  process.env.NX_ISOLATE_PLUGINS = 'false';
  process.env.NX_NATIVE_FILE_CACHE_DIRECTORY = join(root, '.throughline/cache/nx-native');
  process.env.MAVEN_OPTS = `${process.env.MAVEN_OPTS ?? ''} -XX:-UsePerfData`.trim();
}
