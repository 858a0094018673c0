import { tryPort } from 'throughline/server';

/**
 * Below the range from which systems take the ports of outgoing connections (Linux: from 32768). Clients that knock at the
 * port of a stopped server would else, once in some thousand tries, get it for themselves, and the server never again.
 */
const first = 20_000;
const last = 30_000;

let next = first + (process.pid % (last - first));

/** A port that is free now and was not given out before. @throws where there is none */
export async function freePort(): Promise<number> {
  for (let tries = first; tries < last; tries++) {
    next = next + 1 < last ? next + 1 : first;
    // oxlint-disable-next-line no-await-in-loop -- one after the other until one is free
    if (await tryPort(next)) return next;
  }
  throw new Error(`No port from ${first} to ${last} is free.`);
}
