import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readdirSync, renameSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Part } from './part.ts';
import type { StackPaths } from './paths.ts';
import { mark } from './processes.ts';

/** The version of a part's program that setup installed. Throws when setup did not run. */
export function installedVersion(part: Part, paths: StackPaths): string {
  const jars = existsSync(paths.lib) ? readdirSync(paths.lib) : [];
  const version = jars.map((jar) => part.jar.exec(jar)?.[1]).find(Boolean);
  if (version && existsSync(paths.classes)) return version;
  throw new Error(
    `the embedded ${part.title} is not installed: run \`npm run setup\`, or set ${part.setting} to a server of your own`,
  );
}

/** Starts a part's Java process, in a session of its own so that it outlives this process. Its log begins anew. */
export async function spawnJava(part: Part, paths: StackPaths, port: number): Promise<ChildProcess & { pid: number }> {
  mkdirSync(paths.dir, { recursive: true });
  const args = [
    mark(paths, part.name),
    '-Dorg.slf4j.simpleLogger.showDateTime=true',
    '-Dorg.slf4j.simpleLogger.dateTimeFormat=HH:mm:ss.SSS',
    '-cp',
    [join(paths.lib, '*'), paths.classes].join(delimiter),
    ...(await part.javaArguments(paths, port)),
  ];
  const home = process.env['JAVA_HOME'];
  const java = home ? join(home, 'bin', 'java') : 'java';
  const file = paths.logFile(part.name);
  if (existsSync(file)) renameSync(file, `${file}.old`);
  const log = openSync(file, 'a');
  try {
    const child = spawn(java, args, { cwd: paths.dir, detached: true, stdio: ['ignore', log, log] });
    await once(child, 'spawn');
    child.unref();
    return child as ChildProcess & { pid: number };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Error(
      `${java} is missing, and the embedded ${part.title} runs on it: install a JDK, 17 or newer ` +
        `(e.g. apt-get install openjdk-17-jdk-headless), or set ${part.setting} to a server of your own`,
      { cause: error },
    );
  } finally {
    closeSync(log);
  }
}
