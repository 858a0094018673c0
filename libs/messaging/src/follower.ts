import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Consumer, KafkaMessage } from 'kafkajs';
import { v4 } from 'uuid';
import { type IncomingRecord, toRecord } from './record.ts';
import { kafkaClient, type KafkaOptions } from './kafka.ts';
import { rangesOf } from './offsets.ts';

/** What a follower reads, and who is told of it. */
export interface FollowerOptions extends KafkaOptions {
  readonly service: string;
  readonly topics: readonly string[];
  /** Called for each record in order; what it throws is logged and counted by the caller, never retried. */
  readonly apply: (record: IncomingRecord) => Promise<void>;
}

/**
 * Reads topics from their start, in every replica, for ever: a group of its own per process, nothing
 * committed. `caughtUp` is true once every partition was read up to where it ended at the start.
 */
export class Follower {
  private readonly log = new Logger('follower');
  private consumer: Consumer | undefined;
  /** Where each partition ended when it was opened, as long as it has not been read up to there. */
  private readonly left = new Map<string, bigint>();
  /** The next offset to apply, by partition: after a rejoin everything comes again from the start. */
  private readonly next = new Map<string, bigint>();
  private stopped = false;
  private caught = Promise.withResolvers<void>();
  caughtUp = false;

  constructor(private readonly options: FollowerOptions) {}

  /** Resolves when all is read up to where it ended: nobody acts on half of it. */
  async start(): Promise<void> {
    if (this.options.topics.length > 0) {
      await this.open();
      await this.caught.promise;
    }
    this.caughtUp = true;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.caught.resolve();
    await this.consumer?.disconnect();
  }

  private async open(): Promise<void> {
    for (const { topic, partition, from, to } of await rangesOf(this.options, this.options.topics)) {
      const id = `${topic}/${partition}`;
      if (to > from && to > (this.next.get(id) ?? 0n)) this.left.set(id, to);
    }
    if (this.left.size === 0) this.caught.resolve();
    await this.consume(
      kafkaClient(this.options).consumer({
        groupId: `${this.options.service}.follows.${v4()}`,
        maxWaitTimeInMs: 250,
        readUncommitted: false,
        allowAutoTopicCreation: false,
        retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 50, restartOnFailure: async () => false },
      }),
    );
  }

  private async consume(consumer: Consumer): Promise<void> {
    this.consumer = consumer;
    // Also emitted where a batch held transaction markers only, which eachBatch never sees: they take offsets too.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) =>
      this.reached(`${payload.topic}/${payload.partition}`, BigInt(payload.lastOffset) + 1n),
    );
    consumer.on(consumer.events.CRASH, ({ payload }) => void this.reopen(consumer, payload.error));
    await consumer.connect();
    await consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const id = `${batch.topic}/${batch.partition}`;
        for (const message of batch.messages) {
          if (BigInt(message.offset) < (this.next.get(id) ?? 0n)) continue;
          // oxlint-disable-next-line no-await-in-loop -- records of a topic are applied in order
          await this.apply(message, batch.topic, batch.partition);
          this.next.set(id, BigInt(message.offset) + 1n);
        }
      },
    });
  }

  private async apply(message: KafkaMessage, topic: string, partition: number): Promise<void> {
    try {
      await this.options.apply(toRecord(message, topic, partition));
    } catch (error) {
      this.log.error(`${topic}[${partition}]@${message.offset} is left out: ${(error as Error).message}`);
    }
  }

  private reached(partition: string, next: bigint): void {
    const end = this.left.get(partition);
    if (end !== undefined && next >= end) this.left.delete(partition);
    if (this.left.size === 0) this.caught.resolve();
  }

  /** What is known stays; until the rest is read again the service is not ready. */
  private async reopen(crashed: Consumer, error: Error): Promise<void> {
    if (crashed !== this.consumer) return;
    this.log.warn(`Following again, because: ${error.message}`);
    // Whoever waits for the first time goes on waiting.
    if (this.caughtUp) this.caught = Promise.withResolvers<void>();
    this.caughtUp = false;
    for (let wait = 250; !this.stopped; wait = Math.min(wait * 2, 5_000)) {
      /* oxlint-disable no-await-in-loop -- one try after the other is the point */
      await this.consumer?.disconnect().catch(() => undefined);
      try {
        await this.open();
        await this.caught.promise;
        this.caughtUp = true;
        return;
      } catch (failed) {
        this.log.warn(`Kafka can't be reached yet: ${(failed as Error).message}`);
        await delay(wait);
      }
    }
  }
}
