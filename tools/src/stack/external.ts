import { answers, type HostPort } from './net.ts';
import type { Part, PartName } from './part.ts';

/** The servers that exist already, as the environment names them: their addresses by part. */
export function externalAddresses(parts: readonly Part[], env = process.env): Partial<Record<PartName, string>> {
  const named = parts.filter((part) => env[part.setting]);
  return Object.fromEntries(named.map((part) => [part.name, env[part.setting]]));
}

/** Throws, naming the setting, unless the address is well formed and one of its hosts takes connections. */
export async function requireReachable(part: Part, address: string): Promise<void> {
  const hosts = hostsOf(part, address);
  const reached = await Promise.all(hosts.map((host) => answers(host)));
  if (hosts.length === 0 || reached.includes(true)) return;
  const names = hosts.map(({ host, port }) => `${host}:${port}`).join(', ');
  throw new Error(
    `${part.setting}: nothing answers at ${names}. Start it, correct ${part.setting}, or unset it to use the embedded ` +
      part.title,
  );
}

/** The hosts that an address names. Throws, naming the setting, when it is malformed. */
export function hostsOf(part: Part, address: string): HostPort[] {
  try {
    return part.hosts(address);
  } catch (error) {
    throw new Error(`${part.setting} can't be used: ${(error as Error).message}`, { cause: error });
  }
}
