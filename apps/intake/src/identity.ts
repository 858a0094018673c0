import { createHash } from 'node:crypto';
import type { Place } from '@throughline/contracts';

/** The identity of a message: who sent it, and that sender's id of it. */
export const messageKey = (source: string, id: string): string =>
  createHash('sha256').update(`${source}\n${id}`).digest('hex').slice(0, 40);

/** The ticket that a message opens when its sender names none. */
export const ticketIdFor = (key: string): string => `t-${key.slice(0, 16)}`;

/** The same place again is the same try again (the first may have been aborted); another place is a duplicate. */
export const samePlace = (a: Place, b: Place): boolean =>
  a.topic === b.topic && a.partition === b.partition && a.offset === b.offset;
