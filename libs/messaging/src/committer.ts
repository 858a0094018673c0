import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Membership, PartitionOffset } from './kafkajs-requests.ts';
import { transactions } from './metrics.ts';
import { type Mark, type Partition, sameMark, type Step } from './partition.ts';
import { isFenced, type TransactionClient } from './transaction-client.ts';

/**
 * Offsets with nothing to send are committed this late, so that their price is shared; a crash repeats as much. At 100 ms
 * they were one of eight requests that the brokers got from a flow of two instances a service.
 */
const offsetsAloneMs = 500;

/**
 * Commits what is handled, grouped: all that was handled while one transaction was under way goes into the next, so that
 * its price is shared. Whatever goes wrong, the transaction's fate is settled before the next begins: by what the group
 * then has committed, which is the old mark, the new one, or somebody else's.
 */
export class Committer {
  private readonly log = new Logger('engine');
  /** As frozen at the last join. Read live it would be newer than the assignment that the steps were made under. */
  private member: Membership | undefined;
  /** Steps whose fate is not known yet; the next join or the next try settles them. */
  private doubts = new Map<Partition, Step>();
  private queue: Promise<void> = Promise.resolve();
  private wakeUp = Promise.withResolvers<void>();
  private stopped = false;
  private lastCommit = 0;
  private failures = 0;
  private timer: NodeJS.Timeout | undefined;
  private readonly loop: Promise<void>;

  /** `onCommitted` hears of every commit: memory came free. `onLost`: the partition's offsets moved without us. */
  constructor(
    private readonly client: TransactionClient,
    private readonly partitions: () => Iterable<Partition>,
    private readonly events: { onCommitted(): void; onLost(partition: Partition): void },
  ) {
    this.loop = this.run();
  }

  /** There is something to commit. */
  wake(): void {
    this.wakeUp.resolve();
  }

  /** Runs when no commit is under way, and none begins until it is done. */
  exclusive<T>(work: () => Promise<T>): Promise<T> {
    const result = this.queue.then(work);
    this.queue = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** The group has a new generation: who commits from now on. */
  joined(member: Membership): void {
    this.member = member;
    this.wake();
  }

  /** What is handled until now is committed, or can't be. */
  async flush(): Promise<void> {
    await this.exclusive(() => this.commit(true));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.timer);
    this.wake();
    await this.loop;
  }

  /** Compares what the group has committed with what we know. @returns whether the partition can go on as it is */
  settle(partition: Partition, committed: Mark): boolean {
    const doubt = this.doubts.get(partition);
    this.doubts.delete(partition);
    if (doubt && sameMark(committed, doubt.mark)) {
      partition.settle(doubt);
      return true;
    }
    partition.dirty = true;
    return sameMark(committed, partition.committed);
  }

  private async run(): Promise<void> {
    /* oxlint-disable no-await-in-loop -- a producer has one transaction at a time */
    while (!this.stopped) {
      await this.wakeUp.promise;
      this.wakeUp = Promise.withResolvers();
      // What ends in this turn of the event loop goes along.
      await new Promise(setImmediate);
      if (!this.stopped) await this.exclusive(() => this.commit(false));
    }
  }

  private async commit(now: boolean): Promise<void> {
    const { member } = this;
    if (!member) return;
    const dirty = [...this.partitions()].filter((p) => p.dirty);
    const steps = dirty.map((p) => p.step()).filter((step) => step !== undefined);
    const outputs = steps.flatMap((step) => step.fresh.flatMap((item) => item.outputs));
    const wait = this.lastCommit + offsetsAloneMs - Date.now();
    if (!now && steps.length > 0 && outputs.length === 0 && wait > 0) {
      // One is enough, however many records are handled until then.
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.wake(), wait);
      return;
    }
    for (const partition of dirty) partition.dirty = false;
    if (steps.length === 0) return;
    const offsets = steps.map(toOffset);
    try {
      // Nothing to tie the offsets to: a commit alone costs one request, a transaction five.
      if (outputs.length === 0) await this.client.commitOffsets(offsets, member);
      else await this.client.commit(outputs, { offsets, member });
    } catch (error) {
      transactions.add(1, { outcome: 'failed' });
      for (const step of steps) this.doubts.set(step.partition, step);
      await this.recover(error as Error, member);
      return;
    }
    transactions.add(1, { outcome: 'committed' });
    this.failures = 0;
    this.lastCommit = Date.now();
    for (const step of steps) step.partition.settle(step);
    this.events.onCommitted();
  }

  /** Finds out what became of a failed commit. A member that the group has given up leaves that to its next join. */
  private async recover(cause: Error, member: Membership): Promise<void> {
    this.log.warn(`A commit failed, looking what became of it: ${cause.message}`);
    // What fails again and again is not helped by haste.
    if (this.failures++ > 0) await delay(Math.min(50 * 2 ** this.failures, 2_000));
    let fenced = isFenced(cause);
    for (let wait = 50; !fenced && !this.stopped && this.member === member; wait = Math.min(wait * 2, 2_000)) {
      /* oxlint-disable no-await-in-loop -- one try after the other is the point */
      try {
        // Before InitProducerId: a member that was given up must not take the id from its successor.
        fenced = !(await this.client.isMember(member).catch(() => true));
        if (!fenced) {
          await this.client.reopen();
          await this.settleDoubts(member);
          this.wake();
          return;
        }
      } catch (error) {
        fenced = isFenced(error);
        this.log.warn(`Kafka can't tell yet: ${(error as Error).message}`);
        await delay(wait);
      }
    }
    if (fenced) this.member = undefined; // until the next join
  }

  private async settleDoubts({ groupId }: Membership): Promise<void> {
    const doubts = [...this.doubts.keys()].filter((p) => !p.lost);
    const known = await this.client.committed(
      groupId,
      doubts.map((p) => ({ topic: p.topic, partition: p.index })),
    );
    for (const partition of doubts) {
      const found = known.find((k) => k.topic === partition.topic && k.partition === partition.index);
      if (!this.settle(partition, toMark(found))) this.events.onLost(partition);
    }
    this.doubts.clear();
    this.events.onCommitted();
  }
}

const toOffset = ({ partition, mark }: Step): PartitionOffset => ({
  topic: partition.topic,
  partition: partition.index,
  offset: String(mark.offset),
  metadata: mark.metadata,
});

/** A committed offset as a mark. Offsets fit a number up to 2^53. */
export const toMark = (found: PartitionOffset | undefined): Mark => ({
  offset: Number(found?.offset ?? -1),
  metadata: found?.metadata ?? '',
});
