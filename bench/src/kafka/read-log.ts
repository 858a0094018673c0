import type { KafkaMessage } from 'kafkajs';
import { contractOf } from '../hop.ts';
import { client, uniqueName } from './client.ts';

/** What a topic holds, as a reader of committed records sees it. */
export interface Log {
  /** When each record was appended, by the broker's clock; milliseconds, ascending. */
  readonly appended: readonly number[];
  /** Records whose event was there before. */
  readonly doubled: number;
}

/** Reads a benchmark topic from its start to where it ends now. */
export async function readLog(brokers: string, name: string): Promise<Log> {
  const { topic } = contractOf(name);
  const kafka = client(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const left = new Map<number, bigint>();
  for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
    if (BigInt(high) > BigInt(low)) left.set(partition, BigInt(high));
  }
  const appended: number[] = [];
  const ids = new Set<string>();
  const groupId = `bench-reader-${uniqueName()}`;
  const consumer = kafka.consumer({ groupId, readUncommitted: false, maxWaitTimeInMs: 100 });
  const ended = Promise.withResolvers<void>();
  if (left.size === 0) ended.resolve();
  consumer.on(consumer.events.CRASH, ({ payload }) => ended.reject(payload.error));
  // Also emitted for batches that hold transaction markers only: they take offsets, too.
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
    if (BigInt(lastOffset) + 1n >= (left.get(partition) ?? 0n)) left.delete(partition);
    if (left.size === 0) ended.resolve();
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      for (const message of batch.messages) {
        appended.push(Number(message.timestamp));
        ids.add(eventId(message));
      }
      return Promise.resolve();
    },
  });
  await ended.promise;
  await consumer.disconnect();
  await admin.deleteGroups([groupId]);
  await admin.disconnect();
  return { appended: appended.toSorted((a, b) => a - b), doubled: appended.length - ids.size };
}

const eventId = ({ headers, offset }: KafkaMessage): string => headers?.['ce_id']?.toString() ?? offset;
