import type { Place } from '@throughline/contracts';
import { lenient } from './dead-letter.ts';
import type { IncomingRecord } from './record.ts';

/** A dead letter without its value and stack: what lists, filters and counts need. */
export interface Letter {
  /** Where it lies, in the dead letters. */
  readonly place: Place;
  /** The service that could not handle it. */
  readonly service: string;
  /** The topic that the service reads it from. */
  readonly topic: string;
  /** Where the record lay that it was made of; undefined where the letter doesn't say so. */
  readonly origin: Place | undefined;
  /** When it was written, ISO 8601 in UTC. */
  readonly at: string;
  readonly key: string | undefined;
  readonly ticketId: string | undefined;
  readonly reason: string;
  readonly errorClass: string | undefined;
  readonly errorCode: string | undefined;
  readonly attempts: number;
  /** Bytes of the value; null where it has none: it was a tombstone, or too large to be kept. */
  readonly bytes: number | null;
  /** How often it had been redriven before it became this letter, and from which one. */
  readonly redrives: number;
  readonly redriveOf: string | undefined;
}

/** A place as people write it: `topic/partition@offset`. */
export const placeText = ({ topic, partition, offset }: Place): string => `${topic}/${partition}@${offset}`;

/** Reads a place as {@link placeText} writes it, or as logs (`topic[0]@7`) and the trail (`topic/0/7`) do. Undefined where it is none. */
export function parsePlace(text: string): Place | undefined {
  const [, topic, partition, offset] = /^([\w.-]+)(?:\/|\[)(\d{1,9})(?:\]?@|\/)(\d{1,19})$/.exec(text) ?? [];
  return topic && partition && offset ? { topic, partition: Number(partition), offset } : undefined;
}

/** A dead-letter topic, whose it is, and which inbox it belongs to; undefined for any other topic. */
export function letterTopic(dlq: string): { dlq: string; service: string; topic: string } | undefined {
  const [, topic, service] = /^(.+)\.([^.]+)\.dlq$/.exec(dlq) ?? [];
  return topic && service ? { dlq, service, topic } : undefined;
}

/** What a record of a dead-letter topic says of itself; whatever it lacks is left out. */
export function letterOf(record: IncomingRecord): Letter {
  const { place, key, value, headers, timestamp } = record;
  const { service = '', topic = '' } = letterTopic(place.topic) ?? {};
  const number = (name: string): number => Number(headers[name] ?? 0) || 0;
  return {
    place,
    service,
    topic,
    origin: originOf(headers),
    at: timestamp,
    key: key?.toString('utf8'),
    ticketId: headers['ce_subject'] ?? textOf(lenient(record)['ticketId']),
    reason: headers['dlq-reason'] ?? 'no reason is given',
    errorClass: headers['dlq-error-class'],
    errorCode: headers['dlq-error-code'],
    attempts: number('dlq-attempts'),
    bytes: value === null ? null : value.length,
    redrives: number('dlq-redrives'),
    redriveOf: headers['dlq-redrive-of'],
  };
}

function originOf(headers: Readonly<Record<string, string>>): Place | undefined {
  const text = `${headers['dlq-topic']}/${headers['dlq-partition']}@${headers['dlq-offset']}`;
  return parsePlace(text);
}

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
