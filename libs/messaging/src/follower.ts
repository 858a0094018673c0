import { Logger } from '@nestjs/common';
import type { Consumer } from 'kafkajs';
import { v4 } from 'uuid';
import { toRecord } from './engine.ts';
import { kafkaClient, type KafkaOptions } from './kafka.ts';
import type { IncomingRecord } from './record.ts';

export interface FollowerOptions extends KafkaOptions {
  readonly service: string;
  readonly topics: readonly string[];
  /** Called for each record in order; what it throws is logged and counted by the caller, never retried. */
  readonly apply: (record: IncomingRecord) => Promise<void>;
}

/**
 * Reads compacted topics from their start, in every replica, for ever: a group of its own per process, nothing
 * committed. `caughtUp` is true once every partition was read up to where it ended at the start.
 */
export class Follower {
  private readonly log = new Logger('follower');
  private consumer: Consumer | undefined;
  private readonly left = new Map<string, bigint>();
  private stopped = false;
  caughtUp = false;

  constructor(private readonly options: FollowerOptions) {}

  async start(): Promise<void> {
    if (this.options.topics.length === 0) {
      this.caughtUp = true;
      return;
    }
    const kafka = kafkaClient(this.options);
    const admin = kafka.admin();
    await admin.connect();
    for (const topic of this.options.topics) {
      // oxlint-disable-next-line no-await-in-loop -- a few topics, once
      for (const { partition, low, high } of await admin.fetchTopicOffsets(topic)) {
        if (BigInt(high) > BigInt(low)) this.left.set(`${topic}/${partition}`, BigInt(high));
      }
    }
    await admin.disconnect();
    this.caughtUp = this.left.size === 0;
    await this.consume(
      kafka.consumer({
        groupId: `${this.options.service}.follows.${v4()}`,
        maxWaitTimeInMs: 250,
        readUncommitted: false,
        allowAutoTopicCreation: false,
        retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 50, restartOnFailure: async () => !this.stopped },
      }),
    );
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.consumer?.disconnect();
  }

  private async consume(consumer: Consumer): Promise<void> {
    this.consumer = consumer;
    // Also emitted where a batch held transaction markers only, which eachBatch never sees: they take offsets too.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) =>
      this.reached(`${payload.topic}/${payload.partition}`, BigInt(payload.lastOffset) + 1n),
    );
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        for (const message of batch.messages) {
          const record = toRecord(message, batch.topic, batch.partition);
          // oxlint-disable-next-line no-await-in-loop -- records of a topic are applied in order
          await this.options.apply(record).catch((error: Error) => {
            this.log.error(`${batch.topic}[${batch.partition}]@${message.offset} is left out: ${error.message}`);
          });
        }
      },
    });
  }

  private reached(partition: string, next: bigint): void {
    const end = this.left.get(partition);
    if (end !== undefined && next >= end) this.left.delete(partition);
    this.caughtUp ||= this.left.size === 0;
  }
}
