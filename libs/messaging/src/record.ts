import type { Place } from '@throughline/contracts';
import type { KafkaMessage } from 'kafkajs';
import { FetchedRecord } from './fetched-record.ts';
import type { Handling } from './handling.ts';
import { isoTime } from './iso-time.ts';

/** A record as it lies in the log: nothing parsed, nothing checked. */
export interface IncomingRecord {
  readonly place: Place;
  readonly key: Buffer | null;
  /** Null is a tombstone. */
  readonly value: Buffer | null;
  /** Header names as sent; the last one wins where a name was sent twice. */
  readonly headers: Readonly<Record<string, string>>;
  /** When it was appended, ISO 8601 in UTC. */
  readonly timestamp: string;
}

/** The record that a handler is called for: Nest's context of the call (`@Ctx()`, or its second argument). */
export class HandledRecord implements IncomingRecord {
  readonly place: Place;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly timestamp: string;

  constructor(
    record: IncomingRecord,
    private readonly handling: Handling,
  ) {
    this.place = record.place;
    this.key = record.key;
    this.value = record.value;
    this.headers = record.headers;
    this.timestamp = record.timestamp;
  }

  /** Aborted when the handler's time is over or the record is another instance's: pass it on to what the handler waits for. */
  get signal(): AbortSignal {
    return this.handling.signal;
  }

  /** The how-manyeth try this is, from 1. */
  get attempt(): number {
    return this.handling.attempt;
  }
}

/** A record ready to be sent; plain data, so that it can be kept in a document until it is. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A dead letter keeps the bytes of the original. */
export type ProducedRecord = Omit<OutgoingRecord, 'key' | 'value'> & {
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
};

/**
 * A kafkajs message as a record: header bytes as text, the last of a repeated header. Key and value are copies: kafkajs's
 * are windows into the whole answer of a fetch, and one slow record would keep all of it in memory.
 */
export const toRecord = (message: KafkaMessage, topic: string, partition: number): IncomingRecord => ({
  place: { topic, partition, offset: message.offset },
  key: message.key && Buffer.from(message.key),
  value: message.value && Buffer.from(message.value),
  headers: message instanceof FetchedRecord ? message.texts() : textsOf(message.headers),
  timestamp: isoTime(Number(message.timestamp)),
});

function textsOf(headers: KafkaMessage['headers'] = {}): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    // A header without a value is legal, and as good as none.
    if (last !== undefined && last !== null) texts[name.toLowerCase()] = last.toString('utf8');
  }
  return texts;
}

/** Bytes that a message holds in memory as a record, near enough. */
export function sizeOf(message: KafkaMessage): number {
  const { count, bytes } = message instanceof FetchedRecord ? message.headerSize : headerSize(message.headers);
  return 300 + (message.key?.length ?? 0) + (message.value?.length ?? 0) + 60 * count + bytes;
}

function headerSize(headers: KafkaMessage['headers'] = {}): FetchedRecord['headerSize'] {
  const all = Object.values(headers);
  return { count: all.length, bytes: all.flat().reduce((sum, value) => sum + (value?.length ?? 0), 0) };
}
