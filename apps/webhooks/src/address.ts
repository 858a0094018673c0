import { lookup, type LookupAddress, type LookupOptions } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, buildConnector } from 'undici';

/** An endpoint's address lies where nothing is posted to; see `allowPrivate`. */
export class RefusedAddress extends Error {
  override readonly name = 'RefusedAddress';
  constructor(host: string) {
    super(`${host} is not on the public internet: allowPrivate: true lets its endpoint be in one's own network.`);
  }
}

const globalUnicast = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether an address is one of the public internet's hosts. Not: private, loopback, link-local (where clouds keep their
 * metadata), carrier-grade NAT, multicast, reserved, documentation, and every IPv6 form that carries an IPv4 address
 * elsewhere (mapped, compatible, 6to4, Teredo, NAT64). Ranges: IANA's special-purpose address registries, by ipaddr.js;
 * of IPv6 nothing but 2000::/3 is given to hosts.
 */
export function isPublic(address: string): boolean {
  if (isIP(address) === 0) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}

type Resolved = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void;

/** Resolves a name, and refuses it where any of its addresses is not public: asked for each connection, so that what was checked is what is connected to. */
const publicLookup: LookupFunction = (host, options: LookupOptions, done: Resolved) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    const first = addresses?.[0];
    if (error ?? !first) done(error ?? new RefusedAddress(host), '');
    else if (!addresses.every(({ address }) => isPublic(address))) done(new RefusedAddress(host), '');
    else if (options.all) done(null, addresses);
    else done(null, first.address, first.family);
  });
};

/** The connections to one endpoint. */
export function connectionsTo({ allowPrivate }: { allowPrivate: boolean }, connectMs: number): Agent {
  if (allowPrivate) return new Agent({ connect: { timeout: connectMs } });
  const connect = buildConnector({ timeout: connectMs, lookup: publicLookup });
  return new Agent({
    // An address in the URL itself is not looked up.
    connect: (options, done) => {
      const host = options.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) !== 0 && !isPublic(host)) done(new RefusedAddress(host), null);
      else connect(options, done);
    },
  });
}
