import type { KafkaMessage } from 'kafkajs';
import { client, uniqueName } from './client.ts';

/** A reader of a topic's end. */
export interface Arrivals {
  stop(): Promise<void>;
}

/** Calls `onRecord` for every committed record that comes from now on; resolves when it has joined and reads. */
export async function arrivals(
  brokers: string,
  topic: string,
  onRecord: (message: KafkaMessage) => void,
): Promise<Arrivals> {
  const consumer = client(brokers).consumer({
    groupId: `bench-arrivals-${uniqueName()}`,
    readUncommitted: false,
    maxWaitTimeInMs: 250,
  });
  // Only after its first look at the log does it know where the end is that it reads from.
  const reading = new Promise((resolve) => consumer.on(consumer.events.FETCH, resolve));
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: false });
  await consumer.run({
    autoCommit: false,
    eachBatch: ({ batch }) => {
      for (const message of batch.messages) onRecord(message);
      return Promise.resolve();
    },
  });
  await reading;
  return { stop: () => consumer.disconnect() };
}
