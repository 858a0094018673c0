import { setTimeout as sleep } from 'node:timers/promises';
import { tryPort } from './net.ts';
import type { Part } from './part.ts';

/** The port that was asked for: by the caller, by the environment, or the default's. 0 stands for any free one. */
export function wantedPort(part: Part, stack: string, option?: number, env = process.env): number {
  if (option !== undefined) return option;
  // Only the default stack has fixed ports: others may run beside it, and beside each other.
  if (stack !== 'default') return 0;
  const value = env[part.portSetting];
  if (!value) return part.defaultPort;
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`${part.portSetting}=${value} is not a port: use a number from 1 to 65535, or 0 for any free one`);
  }
  return port;
}

/** The port to listen on: `wanted`, or for 0 the one of the last time if that is still free, else any. */
export async function choosePort(part: Part, wanted: number, last = 0): Promise<number> {
  const preferred = wanted || last;
  // The kernel closes the sockets of a process that was killed a little after the process is gone.
  for (let patience = preferred === last ? 10 : 0; patience > 0 && !(await tryPort(preferred)); patience--) {
    await sleep(100);
  }
  const port = (await tryPort(preferred)) ?? (await tryPort(wanted));
  if (port) return port;
  throw new Error(
    `${part.title} can't listen on 127.0.0.1:${wanted}, another program does: end that program, or set ` +
      `${part.portSetting} to a free port, or ${part.setting} to a server of your own`,
  );
}
