import { chunks, kafkaClient, type KafkaOptions, producerOf, silent } from './kafka.ts';
import type { OutgoingRecord } from './record.ts';

/** Sends stamped records once, for tools; a service uses its EventPublisher. Acknowledged by all replicas. */
export async function sendRecords(options: KafkaOptions, records: readonly OutgoingRecord[]): Promise<void> {
  const producer = producerOf(kafkaClient(options, silent));
  await producer.connect();
  try {
    for (const topicMessages of chunks(records)) {
      // oxlint-disable-next-line no-await-in-loop -- order is kept by sending one after the other
      await producer.sendBatch({ topicMessages, acks: -1 });
    }
  } finally {
    await producer.disconnect();
  }
}
