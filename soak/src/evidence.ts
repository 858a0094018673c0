import type { Ticket } from './tickets.ts';

/** A committed record, as far as the proof asks. */
export interface LogRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: string;
  /** `ce_id`. */
  readonly id: string;
  /** `ce_subject`. */
  readonly ticketId: string;
  /** What the reply says, where it is a delivery. */
  readonly reply?: string;
}

/** All that there is to judge by, once everything has come to rest. */
export interface Evidence {
  /** What the brokers acknowledged, a customer's tickets in the order sent. */
  readonly tickets: readonly Ticket[];
  /** Every committed record of every topic, those of one partition in their order. */
  readonly log: readonly LogRecord[];
  /** The next offset to handle, by {@link progressKey}. */
  readonly progress: ReadonlyMap<string, bigint>;
  /** Audit's events: place in the log and `ce_id`. */
  readonly trail: readonly { place: string; id: string }[];
  /** What customers got. */
  readonly mailbox: readonly { ticketId: string; text: string }[];
  /** What waits in the human queues. */
  readonly reviews: readonly { ticketId: string }[];
}

/** A record's place as people read it. */
export const placeOf = ({ topic, partition, offset }: LogRecord): string => `${topic}[${partition}]@${offset}`;

/** One group's partition. */
export const progressKey = (group: string, { topic, partition }: Pick<LogRecord, 'topic' | 'partition'>): string =>
  `${group} ${topic}[${partition}]`;
