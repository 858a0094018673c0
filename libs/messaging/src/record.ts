import type { Place } from '@throughline/contracts';

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
