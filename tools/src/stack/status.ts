import { externalAddresses, hostsOf } from './external.ts';
import { answers } from './net.ts';
import type { Part, PartName } from './part.ts';
import { parts } from './parts.ts';
import { stackPaths, type StackPaths } from './paths.ts';
import { isOurs } from './processes.ts';
import { isSound } from './start.ts';
import { readState, type RunningPart } from './state.ts';

/** One server as found. Of external ones, which the environment names, there is no more to know than the address. */
export interface PartStatus {
  source: 'embedded' | 'external';
  state: 'running' | 'not answering' | 'stopped';
  address?: string;
  pid?: number;
  startedAt?: string;
  version?: string;
}

/** A stack as found. */
export type StackStatus = { name: string } & Record<PartName, PartStatus>;

/** Looks at a stack and changes nothing. */
export async function stackStatus(name = 'default'): Promise<StackStatus> {
  const paths = stackPaths(name);
  const given = externalAddresses(parts);
  const state = readState(paths.state);
  const found = parts.map(async (part) => {
    const address = given[part.name];
    return [part.name, await (address ? externalStatus(part, address) : embeddedStatus(part, paths, state[part.name]))];
  });
  return { name, ...Object.fromEntries(await Promise.all(found)) };
}

async function externalStatus(part: Part, address: string): Promise<PartStatus> {
  const hosts = hostsOf(part, address);
  const reached = await Promise.all(hosts.map((host) => answers(host)));
  // The hosts only: the address may hold a password.
  const shown = hosts.map(({ host, port }) => `${host}:${port}`).join(',');
  const state = reached.includes(true) ? 'running' : 'not answering';
  return { source: 'external', state, address: shown || part.setting };
}

async function embeddedStatus(part: Part, paths: StackPaths, noted?: RunningPart): Promise<PartStatus> {
  if (!noted || !isOurs(noted.pid, paths, part.name)) return { source: 'embedded', state: 'stopped' };
  const state = (await isSound(part, paths, noted)) ? 'running' : 'not answering';
  const { pid, port, startedAt, version } = noted;
  return { source: 'embedded', state, address: part.address(port), pid, startedAt, version };
}
