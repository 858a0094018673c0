import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { installedVersion, spawnJava } from './java.ts';
import { answers, localhost } from './net.ts';
import type { Part } from './part.ts';
import type { StackPaths } from './paths.ts';
import { endProcess, isOurs } from './processes.ts';
import type { RunningPart } from './state.ts';

/** Is the server that was noted down still that server, and does it serve? */
export async function isSound(part: Part, paths: StackPaths, running: RunningPart | undefined): Promise<boolean> {
  if (!running?.ready || !isOurs(running.pid, paths, part.name)) return false;
  return answers({ host: localhost, port: running.port }, part.hello);
}

/**
 * Starts a part on that port and resolves when it serves. `note` is told of the process as soon as there is one, and
 * again when it is ready. A start that fails leaves no process behind.
 */
export async function startPart(part: Part, paths: StackPaths, port: number, note: (running: RunningPart) => void) {
  const version = installedVersion(part, paths);
  const child = await spawnJava(part, paths, port);
  const running: RunningPart = { pid: child.pid, port, ready: false, startedAt: new Date().toISOString(), version };
  note(running);
  const log = () => readFileSync(paths.logFile(part.name), 'utf8');
  for (const deadline = Date.now() + 90_000; !log().includes(part.readyLine); await sleep(50)) {
    const ended = child.exitCode !== null || child.signalCode !== null;
    if (!ended && Date.now() < deadline) continue;
    await endProcess(child.pid, paths, part.name);
    const what = ended
      ? `ended at its start (${child.signalCode ?? `code ${child.exitCode}`})`
      : 'did not start in 90 s';
    const fix = writtenByNewer.test(log())
      ? `. Its data are a newer version's: \`npx throughline stack reset --name ${basename(paths.dir)}\` deletes them`
      : '';
    throw new Error(`${part.title} ${what}: ${telling(log())}${fix} (all of it: ${paths.logFile(part.name)})`);
  }
  note({ ...running, ready: true });
}

/** What Kafka says of data that a later version wrote. */
const writtenByNewer = /UnsupportedVersionException/;

/** The line of a log that most likely says what went wrong. */
function telling(log: string): string {
  const lines = log.trim().split('\n');
  return lines.findLast((line) => /ERROR|FATAL|Exception|Error:/.test(line)) ?? lines.at(-1) ?? 'no output';
}
