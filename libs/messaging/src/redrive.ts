import { type Place, retryTopic } from '@throughline/contracts';
import { type Letter, placeText } from './letter.ts';
import { size } from './kafka.ts';
import type { IncomingRecord, ProducedRecord } from './record.ts';

/** The broker's default limit for a batch is 1,048,588 bytes; a redriven record is a batch of its own where it has to be. */
const mostBytes = 1_048_000;

/** A letter as it goes back to its service, or why it can't. */
export type Redriven = { readonly record: ProducedRecord } | { readonly refused: string };

/**
 * The record for the service's retry topic: key, value and headers as they came. The `dlq-*` headers stay, so that the
 * service knows the record by its first place; two more say which letter this was, should it become one again.
 * A letter without a value was a tombstone, or was too large for its value to be kept: `original` tells, by reading the
 * record at a place.
 */
export async function redriven(
  letter: Letter,
  record: IncomingRecord,
  original: (place: Place) => Promise<IncomingRecord | undefined>,
): Promise<Redriven> {
  const value = record.value ?? (await valueOf(letter, record, original));
  if (typeof value === 'string') return { refused: value };
  const headers: Record<string, string> = {
    ...record.headers,
    'dlq-redrives': String(letter.redrives + 1),
    'dlq-redrive-of': placeText(letter.place),
  };
  const whole = { topic: retryTopic(letter.topic, letter.service), key: record.key, value, headers };
  if (size(whole) <= mostBytes) return { record: whole };
  // The letter keeps them; without them the record is hardly larger than the broker took it the first time.
  const { 'dlq-stack': _stack, 'dlq-reason': _reason, ...lean } = headers;
  const short = { ...whole, headers: lean };
  if (size(short) <= mostBytes) return { record: short };
  return { refused: `it would take ${size(short)} bytes; at most ${mostBytes} can be sent` };
}

/** The original's value (null for a tombstone), or in words why it can't be had. */
async function valueOf(
  letter: Letter,
  record: IncomingRecord,
  original: (place: Place) => Promise<IncomingRecord | undefined>,
): Promise<Buffer | null | string> {
  if (!letter.origin) return 'it has no value, and does not say where the original lies';
  const place = placeText(letter.origin);
  const found = await original(letter.origin);
  if (!found) return `it has no value, and the original at ${place} is gone: let its producer send it again`;
  return sameRecord(found, record)
    ? found.value
    : `it has no value, and at ${place} lies another record now: was the topic made anew?`;
}

const keyOf = ({ key }: IncomingRecord) => key?.toString('base64');

const ownHeaders = ({ headers }: IncomingRecord) =>
  Object.entries(headers).filter(([name]) => !name.startsWith('dlq-'));

/** A letter has the key and headers of its original, and `dlq-*` besides. */
function sameRecord(original: IncomingRecord, letter: IncomingRecord): boolean {
  const own = ownHeaders(original);
  return (
    keyOf(original) === keyOf(letter) &&
    own.length === ownHeaders(letter).length &&
    own.every(([name, value]) => letter.headers[name] === value)
  );
}
