import { endAll, type Started } from './end.ts';
import type { Part, PartName } from './part.ts';
import { settleAll } from './parts.ts';
import type { StackPaths } from './paths.ts';
import { choosePort, wantedPort } from './ports.ts';
import { endProcess } from './processes.ts';
import { isSound, startPart } from './start.ts';
import { readState, writeState, type StackState } from './state.ts';

/** What an embedded stack is brought up with. */
export interface UpContext {
  readonly name: string;
  readonly paths: StackPaths;
  readonly ports: Partial<Record<PartName, number | undefined>>;
  readonly log: (line: string) => void;
}

/** The addresses of embedded servers, and those of their processes that had to be started. */
export interface Up {
  readonly addresses: Partial<Record<PartName, string>>;
  readonly started: Started[];
}

/** Takes over what runs and is sound, ends what isn't, starts the rest. All or nothing: a failure ends what it began. */
export async function bringUp(parts: readonly Part[], context: UpContext): Promise<Up> {
  const up: Up = { addresses: {}, started: [] };
  const state = readState(context.paths.state);
  const missing: { part: Part; port: number }[] = [];
  // All ports first: a taken one is told before anything is started.
  for (const part of parts) {
    if (await takeOver(part, state, context, up)) continue;
    const wanted = wantedPort(part, context.name, context.ports[part.name]);
    missing.push({ part, port: await choosePort(part, wanted, state[part.name]?.port) });
  }
  try {
    await settleAll(missing, ({ part, port }) => start(part, port, state, context, up));
  } catch (error) {
    await endAll(context.paths, up.started);
    throw error;
  }
  return up;
}

async function takeOver(part: Part, state: StackState, { paths, log }: UpContext, up: Up): Promise<boolean> {
  const last = state[part.name];
  if (!last) return false;
  if (await isSound(part, paths, last)) {
    up.addresses[part.name] = part.address(last.port);
    log(`${part.title} ${last.version} is running at ${part.address(last.port)}`);
    return true;
  }
  // Little patience: it did not answer, so it will hardly end in good order.
  if (await endProcess(last.pid, paths, part.name, 3_000)) log(`ended a ${part.title} that did not answer`);
  return false;
}

async function start(part: Part, port: number, state: StackState, { paths, log }: UpContext, up: Up): Promise<void> {
  const since = Date.now();
  await startPart(part, paths, port, (running) => {
    if (!running.ready) up.started.push({ part: part.name, pid: running.pid });
    state[part.name] = running;
    writeState(paths.state, state);
  });
  up.addresses[part.name] = part.address(port);
  const seconds = ((Date.now() - since) / 1000).toFixed(1);
  log(`${part.title} ${state[part.name]?.version} started at ${part.address(port)} in ${seconds} s`);
}
