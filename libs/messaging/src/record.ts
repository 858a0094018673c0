import type { Place } from '@throughline/contracts';
import type { KafkaMessage } from 'kafkajs';
import type { Handling } from './handling.ts';

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
export function toRecord(message: KafkaMessage, topic: string, partition: number): IncomingRecord {
  const headers: Record<string, string> = {};
  const sent = message.headers ?? {};
  for (const name in sent) {
    const value = sent[name];
    const last = Array.isArray(value) ? value.at(-1) : value;
    // A header without a value is legal, and as good as none.
    if (last !== undefined && last !== null) headers[name.toLowerCase()] = last.toString('utf8');
  }
  return {
    place: { topic, partition, offset: message.offset },
    key: message.key && Buffer.from(message.key),
    value: message.value && Buffer.from(message.value),
    headers,
    timestamp: new Date(Number(message.timestamp)).toISOString(),
  };
}

/** Bytes that a message holds in memory as a record, near enough. */
export function sizeOf({ key, value, headers = {} }: KafkaMessage): number {
  let bytes = 300 + (key?.length ?? 0) + (value?.length ?? 0);
  for (const name in headers) {
    const header = headers[name];
    bytes += 60 + (Array.isArray(header) ? 0 : (header?.length ?? 0));
  }
  return bytes;
}
