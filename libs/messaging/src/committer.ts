import { setTimeout as delay } from 'node:timers/promises';
import type { Producer, TopicPartitionOffset } from 'kafkajs';
import { chunks, kafkaClient, type KafkaOptions, producerOf } from './kafka.ts';
import { transactions } from './metrics.ts';
import type { ProducedRecord } from './record.ts';

/** A handled batch: what to send, and how far its partition has come. */
export interface Handled {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  /** The next offset to read. */
  readonly offset: string;
  readonly outputs: readonly ProducedRecord[];
}

interface Waiting extends Handled {
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/**
 * Commits handled batches, grouped: all that was handled while one transaction was under way goes into the next, so
 * that its price is shared. After a failure it is of no more use: every waiting batch fails, and the engine starts anew.
 */
export class Committer {
  private readonly producer: Producer;
  private waiting: Waiting[] = [];
  private busy = false;
  /** Set when the consumer stops: kafkajs commits nothing outside a transaction from then on, and does not say so. */
  leaving = false;

  /** `commitOffsets` commits without a transaction, as the group's member: fenced by its generation. */
  constructor(
    options: KafkaOptions,
    transactionalId: string,
    private readonly commitOffsets: (offsets: TopicPartitionOffset[]) => Promise<void>,
  ) {
    this.producer = producerOf(kafkaClient(options), transactionalId);
  }

  /** Connects and fences every earlier producer of the same transactional id. */
  async open(): Promise<void> {
    await this.producer.connect();
    // kafkajs sends InitProducerId with the first transaction only: have it now.
    await (await this.producer.transaction()).abort();
  }

  async close(): Promise<void> {
    await this.producer.disconnect().catch(() => undefined); // nothing is left to lose: what was committed is committed
  }

  /** Resolves when outputs and offset are committed. @throws when they are not, or when that is unknown */
  commit(handled: Handled): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ ...handled, done, failed });
      if (!this.busy) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.busy = true;
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0);
      try {
        // oxlint-disable-next-line no-await-in-loop -- a producer has one transaction at a time
        await this.transact(group);
        transactions.add(1, { outcome: 'committed' });
        for (const w of group) w.done();
      } catch (error) {
        transactions.add(1, { outcome: 'failed' });
        for (const w of [...group, ...this.waiting.splice(0)]) w.failed(error);
      }
    }
    this.busy = false;
  }

  private async transact(group: readonly Waiting[]): Promise<void> {
    // Nothing to tie the offsets to: a commit alone costs one request, a transaction four.
    if (!this.leaving && group.every((w) => w.outputs.length === 0)) {
      await this.commitOffsets(group.map(({ topic, partition, offset }) => ({ topic, partition, offset })));
      return;
    }
    const transaction = await this.producer.transaction();
    try {
      for (const topicMessages of chunks(group.flatMap((w) => w.outputs))) {
        // oxlint-disable-next-line no-await-in-loop -- order is kept by sending one after the other
        await patiently(() => transaction.sendBatch({ topicMessages }));
      }
      const offsets = { consumerGroupId: group[0]?.group ?? '', topics: byTopic(group) };
      await patiently(() => transaction.sendOffsets(offsets));
    } catch (error) {
      await transaction.abort().catch(() => undefined); // the engine starts anew anyway, and that aborts it too
      throw error;
    }
    await transaction.commit();
  }
}

/**
 * The broker may still be writing the markers of the transaction before (CONCURRENT_TRANSACTIONS); nothing was taken
 * then, so asking again is safe. kafkajs does so for some requests only.
 */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if ((error as { type?: string }).type !== 'CONCURRENT_TRANSACTIONS' || tries >= 400) throw error;
      // oxlint-disable-next-line no-await-in-loop -- one try after the other is the point
      await delay(5);
    }
  }
}

function byTopic(group: readonly Handled[]): { topic: string; partitions: { partition: number; offset: string }[] }[] {
  const topics = new Map<string, { partition: number; offset: string }[]>();
  for (const { topic, partition, offset } of group) {
    topics.set(topic, [...(topics.get(topic) ?? []), { partition, offset }]);
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}
