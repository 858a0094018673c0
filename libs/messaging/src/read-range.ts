import type { Consumer } from 'kafkajs';
import { v4 } from 'uuid';
import { kafkaClient, type KafkaOptions, silent } from './kafka.ts';
import { type IncomingRecord, toRecord } from './record.ts';
import { withAdmin } from './topics.ts';

/** A stretch of one partition: from `from` on, up to but without `to`. */
export interface Range {
  readonly topic: string;
  readonly partition: number;
  readonly from: bigint;
  readonly to: bigint;
}

/** What is done with each record; false ends the reading. */
export type Each = (record: IncomingRecord) => Promise<boolean | void> | boolean | void;

/** How long nothing may come: a broker that is away is back by then, or nobody waits for it. */
const patienceMs = 90_000;

/**
 * Reads stretches of the log, read committed, each in order, and resolves at their end: in a group of its own, nothing
 * committed, one record at a time, so that memory stays flat. After a rejoin it goes on where it was.
 * @throws what `each` throws; what Kafka does; an error that names the place where nothing comes any more
 */
export async function readRanges(options: KafkaOptions, ranges: readonly Range[], each: Each): Promise<void> {
  const left = new Map(ranges.filter((r) => r.from < r.to).map((r) => [`${r.topic}/${r.partition}`, r]));
  if (left.size === 0) return;
  const groupId = `throughline-reader.${v4()}`;
  const consumer = kafkaClient(options, silent).consumer({
    groupId,
    maxWaitTimeInMs: 100,
    readUncommitted: false,
    allowAutoTopicCreation: false,
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 10, restartOnFailure: async () => false },
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...new Set([...left.values()].map((r) => r.topic))], fromBeginning: true });
    await new Reading(consumer, left, each).done();
  } finally {
    await consumer.disconnect();
    // The broker would forget it too, minutes later.
    await withAdmin(options, (admin) => admin.deleteGroups([groupId])).catch(() => undefined);
  }
}

class Reading {
  private readonly ended = Promise.withResolvers<void>();
  private over = false;
  /** When something came last; undefined while it is being worked on. */
  private waitingSince: number | undefined = Date.now();

  /** `left`: what is still to be read, by partition; its `from` moves on. */
  constructor(
    private readonly consumer: Consumer,
    private readonly left: Map<string, Range>,
    private readonly each: Each,
  ) {}

  async done(): Promise<void> {
    const { consumer } = this;
    consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => this.position(payload.memberAssignment));
    consumer.on(consumer.events.CRASH, ({ payload }) => this.end(payload.error));
    // Also emitted where a batch held transaction markers only, which eachBatch never sees: they take offsets too.
    consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload: { topic, partition, lastOffset } }) => {
      this.reached(topic, partition, BigInt(lastOffset) + 1n);
    });
    const watch = setInterval(() => this.complain(), 1_000);
    try {
      await consumer.run({
        autoCommit: false,
        eachBatch: async ({ batch, heartbeat }) => {
          // The group must not think us dead while `each` takes its time.
          const beat = setInterval(() => void heartbeat().catch(() => undefined), 1_000);
          this.waitingSince = undefined;
          try {
            for (const message of batch.messages) {
              // oxlint-disable-next-line no-await-in-loop -- one record after the other is the point
              if (!(await this.take(toRecord(message, batch.topic, batch.partition)))) return;
            }
          } catch (error) {
            this.end(error); // thrown here, kafkajs would take it for a reason to read the batch again
          } finally {
            clearInterval(beat);
            this.waitingSince = Date.now();
          }
        },
      });
      await this.ended.promise;
    } finally {
      clearInterval(watch);
    }
  }

  /** Where each partition is to be read from; those that are none of ours are left alone. */
  private position(assigned: Record<string, number[]>): void {
    for (const [topic, partitions] of Object.entries(assigned)) {
      for (const partition of partitions) {
        const range = this.left.get(`${topic}/${partition}`);
        if (range) this.consumer.seek({ topic, partition, offset: String(range.from) });
        else this.consumer.pause([{ topic, partitions: [partition] }]);
      }
    }
  }

  private async take(record: IncomingRecord): Promise<boolean> {
    const { topic, partition } = record.place;
    const range = this.left.get(`${topic}/${partition}`);
    const offset = BigInt(record.place.offset);
    if (this.over) return false;
    if (!range || offset < range.from || offset >= range.to) return true;
    if ((await this.each(record)) === false) this.end();
    this.reached(topic, partition, offset + 1n);
    return !this.over;
  }

  private reached(topic: string, partition: number, next: bigint): void {
    const id = `${topic}/${partition}`;
    const range = this.left.get(id);
    if (!range || next <= range.from) return;
    this.waitingSince &&= Date.now();
    if (next < range.to) return void this.left.set(id, { ...range, from: next });
    this.left.delete(id);
    if (this.left.size === 0) this.end();
    else this.consumer.pause([{ topic, partitions: [partition] }]);
  }

  private end(error?: unknown): void {
    this.over = true;
    if (error === undefined) this.ended.resolve();
    else this.ended.reject(error);
  }

  private complain(): void {
    if (this.waitingSince === undefined || Date.now() - this.waitingSince < patienceMs) return;
    const [range] = this.left.values();
    const at = range ? `${range.topic}/${range.partition}@${range.from}` : 'the end';
    this.end(new Error(`Nothing comes after ${at}: its broker may be away. Try again.`));
  }
}
