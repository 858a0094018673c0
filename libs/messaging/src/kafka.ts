import { Kafka, logLevel, Partitioners, type KafkaConfig, type LogEntry, type Message, type Producer } from 'kafkajs';
import { Logger } from '@nestjs/common';
import { leaveOutAborted } from './aborted-records.ts';
import { mendConnections } from './connection-hooks.ts';
import { decodeInOnePass } from './fetched-record.ts';
import type { ProducedRecord } from './record.ts';

/** How to reach the cluster. */
export interface KafkaOptions {
  /** host:port of one or more brokers. */
  readonly brokers: readonly string[];
  readonly clientId: string;
}

const log = new Logger('kafkajs');
const write = { [logLevel.ERROR]: 'warn', [logLevel.WARN]: 'debug' } as const;

let extended = false;

/** Once, for all clients of this process: each of these wraps what is there. */
function extendKafkajs(): void {
  if (extended) return;
  extended = true;
  mendConnections();
  leaveOutAborted();
  decodeInOnePass();
}

/** A client. One for consuming and another for transactions: kafkajs keeps committed offsets per client, even of aborted transactions. */
export function kafkaClient({ brokers, clientId }: KafkaOptions, extra: Partial<KafkaConfig> = {}): Kafka {
  extendKafkajs();
  return new Kafka({
    clientId,
    brokers: [...brokers],
    // kafkajs reports as errors what its retries deal with; what they don't deal with is thrown to us.
    logLevel: logLevel.WARN,
    logCreator: () => (entry: LogEntry) => {
      const error = entry.log['error'] as string | undefined;
      const text = `${entry.log.message}${error ? `: ${error}` : ''}`;
      // Back-to-back transactions meet it all the time, and asking again is all there is to do.
      const usual = text.includes('another concurrent operation on the same transaction');
      log[usual ? 'verbose' : (write[entry.level as keyof typeof write] ?? 'verbose')](text);
    },
    ...extra,
  });
}

/** For tools: what goes wrong is thrown, so nothing has to be logged as well. */
export const silent: Partial<KafkaConfig> = { logLevel: logLevel.NOTHING };

/** A first backoff of 5 ms instead of 300: what a broker refuses for a moment is sent in the next. */
const retry = { initialRetryTime: 5, multiplier: 1.5, maxRetryTime: 1000, retries: 30 };

/**
 * A producer that waits for all replicas; transactions are `TransactionClient`'s. It is NOT idempotent: when a produce
 * fails, kafkajs hands its sequence number to the next concurrent send, which the broker then takes for a duplicate and
 * acknowledges without keeping it. A repeat has the same event id and is harmless; a loss is not.
 */
export const producerOf = (kafka: Kafka): Producer =>
  kafka.producer({
    idempotent: false,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
    retry,
  });

/** Bytes of one batch, unless a single record is larger: the broker refuses batches over 1 MiB, its default. */
export const batchBytes = 700_000;

const byteLength = (part: string | Buffer | null): number => (part === null ? 0 : Buffer.byteLength(part));

/** Bytes of a record, near enough: value, key, headers and what the format adds. */
export const size = ({ value, key, headers }: ProducedRecord): number => {
  let named = 0;
  for (const name in headers) named += name.length + Buffer.byteLength(headers[name] ?? '') + 10;
  return byteLength(value) + byteLength(key) + named + 100;
};

/** No fewer bytes than {@link size}, and quickly told: a character is three bytes at most. */
export const sizeAtMost = ({ value, key, headers }: ProducedRecord): number => {
  let named = 0;
  for (const name in headers) named += 3 * (name.length + (headers[name]?.length ?? 0)) + 10;
  return 3 * ((value?.length ?? 0) + (key?.length ?? 0)) + named + 100;
};

/** The largest record that is sent: the broker's default limit for a batch is 1 MiB. */
export const maxRecordBytes = 900_000;

/** Records in the order given, cut into sends that the broker takes. */
export function chunks(records: readonly ProducedRecord[]): { topic: string; messages: Message[] }[][] {
  const result: Map<string, Message[]>[] = [];
  let current = new Map<string, Message[]>();
  let total = 0;
  for (const record of records) {
    if (total > 0 && total + size(record) > batchBytes) {
      result.push(current);
      [current, total] = [new Map(), 0];
    }
    total += size(record);
    const { topic, key, value, headers } = record;
    const messages = current.get(topic) ?? [];
    messages.push({ key, value, headers: { ...headers } });
    current.set(topic, messages);
  }
  if (current.size > 0) result.push(current);
  return result.map((topics) => [...topics].map(([topic, messages]) => ({ topic, messages })));
}
