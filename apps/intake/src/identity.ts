import { createHash } from 'node:crypto';
import type { Place } from '@throughline/contracts';
import type { Turn } from './schemas.ts';

/** The identity of a message: who sent it, and that sender's id of it. */
export const messageKey = (source: string, id: string): string =>
  createHash('sha256').update(`${source}\n${id}`).digest('hex').slice(0, 40);

/** The ticket that a message opens when its sender names none. */
export const ticketIdFor = (key: string): string => `t-${key.slice(0, 16)}`;

/** The same place again is the same try again (the first may have been aborted); another place is a duplicate. */
export const samePlace = (a: Place, b: Place): boolean =>
  a.topic === b.topic && a.partition === b.partition && a.offset === b.offset;

/** Who presses 'send' again does so soon. */
const AGAIN_WITHIN_MS = 120_000;
/** From so many characters on nobody says the same twice and means it: a second `yes` may answer another question. */
const LONG_ENOUGH = 20;

/** True if a message that is no turn yet is word for word what the turn before it says: sent again, not asked again. */
export function isSentTwice(message: Turn, turns: readonly Turn[]): boolean {
  const last = turns.at(-1);
  return last !== undefined && turns.every((turn) => turn.message !== message.message) && isSameMessage(message, last);
}

/** True if two messages are one that was sent twice: word for word the same, within two minutes. */
export const isSameMessage = (a: Turn, b: Turn): boolean =>
  a.text.length >= LONG_ENOUGH &&
  a.subject === b.subject &&
  a.text === b.text &&
  Math.abs(Date.parse(a.at) - Date.parse(b.at)) <= AGAIN_WITHIN_MS;

/** Which of two messages is the earlier one. One always is, so that of two copies never both give way to the other. */
export function isEarlier(a: Turn, b: Turn): boolean {
  const between = Date.parse(b.at) - Date.parse(a.at);
  return between === 0 ? a.message < b.message : between > 0;
}
