import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { Committer, toMark } from './committer.ts';
import { onJoined, type OnJoined } from './group-hooks.ts';
import { kafkaClient, type KafkaOptions } from './kafka.ts';
import { assertKafkajs, type ConsumerGroup } from './kafkajs-internals.ts';
import type { Membership } from './kafkajs-requests.ts';
import { Partition } from './partition.ts';
import { type IncomingRecord, sizeOf, toRecord } from './record.ts';
import { Scheduler, type SchedulerLimits, type Work } from './scheduler.ts';
import { type Claim, stickyAssigner, takeLease } from './sticky-assigner.ts';
import { TransactionClient } from './transaction-client.ts';

/** What the engine needs. */
export interface EngineOptions extends KafkaOptions, SchedulerLimits {
  readonly group: string;
  readonly topics: readonly string[];
  /** Which replica this is, where that is known; else the group leases it a number. Its transactional id: `<group>-<instance>`. */
  readonly instance?: string | undefined;
  readonly work: Work;
  /** What a record waits for; undefined where it waits for nothing. */
  readonly laneOf: (record: IncomingRecord) => string | undefined;
  /** How long a fetch waits for a full answer, in milliseconds; left out, it is given what there is at once. */
  readonly lingerMs?: number | undefined;
}

/** Where the engine is: `running` is ready; `recovering` joins the group anew, alive but not ready. */
export type EngineState = 'stopped' | 'starting' | 'running' | 'recovering';

/** What is read and not yet committed stays below this, over all partitions; each has its share. */
const maxBufferedBytes = 16 * 1024 * 1024;
const leastShare = 64;
/**
 * Records read and not yet committed, over all partitions, by how many are handled at a time: so many that none waits for a
 * fetch while a commit is under way (with 8, the client was idle for a sixth of the time).
 */
const readAhead = 32;
/** A fetch that lingers is answered at once when so much has come together. */
const lingerBytes = 256 * 1024;
/** Offsets a partition may be read beyond a record that is not done: what comes after it must fit the metadata. */
const maxSpan = 16_000;

/** How long the parts of a stop may take, in milliseconds: an orchestrator kills after half a minute, commonly. */
const patience = { drainMs: 20_000, commitMs: 5_000, leaveMs: 3_000 };

/** Resolves when the work has ended, well or not, or the time is over. */
const within = async (ms: number, work: Promise<unknown> | undefined): Promise<void> => {
  await Promise.race([work?.catch(() => undefined), delay(ms, undefined, { ref: false })]);
};

const idOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/**
 * Consume, handle, produce: exactly once between topics, in order per key, keys in parallel, any number of instances.
 * What handlers return and how far the partitions have come is committed in one transaction with the membership that the
 * work was begun under, so that an instance which the group has given up commits nothing (KIP-447). What an instance
 * keeps over a rebalance goes on; whether it may is decided by what the group has committed, not by what it believes.
 */
export class Engine {
  private readonly log = new Logger('engine');
  private readonly partitions = new Map<string, Partition>();
  /** The last lost state of a partition, whose handlers may still be at work. */
  private readonly departed = new Map<string, Partition>();
  private readonly client: TransactionClient;
  private readonly committer: Committer;
  private readonly scheduler: Scheduler;
  private consumer: Consumer | undefined;
  private generation = -1;
  private memberId: string | undefined;
  private instance: string | undefined;
  /** Nothing new is begun. */
  private stopping = false;
  /** What was in hand is committed: no more joins. */
  private closed = false;
  private recovery: Promise<void> | undefined;
  state: EngineState = 'stopped';

  constructor(private readonly options: EngineOptions) {
    assertKafkajs();
    this.instance = options.instance;
    this.client = new TransactionClient(options);
    this.scheduler = new Scheduler(options.work, options, (partition) => {
      partition.dirty = true;
      this.committer.wake();
    });
    this.committer = new Committer(this.client, () => this.partitions.values(), {
      onCommitted: () => this.flow(),
      onLost: (partition) => this.restart(partition),
    });
  }

  /** Joins the group and begins to consume. @throws where the cluster can't be reached */
  async start(): Promise<void> {
    this.state = 'starting';
    // A broker that has just started still loads its coordinators.
    await this.openWithin(60_000);
    this.state = 'running';
  }

  /** Why nothing is handled although the engine runs. */
  get stalled(): boolean {
    return this.scheduler.stalled;
  }

  /**
   * Finishes what is in hand, commits it, and leaves the group. What waits for another try comes again elsewhere, and so
   * does what can't be committed in time because Kafka is away.
   */
  async stop(): Promise<void> {
    this.stopping = true;
    await this.scheduler.drain(patience.drainMs);
    await within(patience.commitMs, this.committer.flush());
    this.closed = true;
    await within(patience.commitMs, this.committer.stop());
    await within(patience.leaveMs, this.leave());
    await within(patience.leaveMs, this.recovery);
    await within(patience.leaveMs, this.client.close());
    this.state = 'stopped';
  }

  /** Ends the consumer there is. A join of it that is under way is not taken in any more. */
  private async leave(): Promise<void> {
    const { consumer } = this;
    this.consumer = undefined;
    await consumer?.disconnect().catch((e: Error) => this.log.debug(`leaving: ${e.message}`));
  }

  private async open(): Promise<void> {
    const { group, topics } = this.options;
    const joined = Promise.withResolvers<void>();
    const claim = (): Claim => ({ generation: this.generation, owned: this.owned(), instance: this.instance });
    const takeIn: OnJoined = async (inside) => {
      if (this.consumer !== consumer || this.closed) return false;
      await this.takeIn(inside);
      joined.resolve();
      return true;
    };
    const assigner = stickyAssigner(claim, (cluster) => onJoined(cluster, takeIn, this.memberId));
    const consumer = kafkaClient(this.options, { requestTimeout: 10_000 }).consumer({
      groupId: group,
      partitionAssigners: [assigner],
      sessionTimeout: 10_000,
      rebalanceTimeout: 15_000,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: 250,
      minBytes: this.options.lingerMs === undefined ? 1 : lingerBytes,
      maxBytesPerPartition: 256 * 1024,
      maxBytes: 2 * 1024 * 1024,
      metadataMaxAge: 5_000,
      readUncommitted: false,
      allowAutoTopicCreation: false,
      // A crash is dealt with below, in one place.
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 20, restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    for (const partition of this.partitions.values()) partition.paused = false; // this consumer has not been told yet
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      joined.reject(payload.error); // `run` resolves all the same when the join fails
      this.recover(consumer, payload.error);
    });
    // kafkajs asks again and doesn't say so. Once is nothing; again and again, it is why nothing goes on.
    consumer.on(consumer.events.REQUEST_TIMEOUT, ({ payload: { apiName, broker } }) =>
      this.log.warn(`${broker} did not answer ${apiName} in time`),
    );
    // Also emitted where a batch holds transaction markers only, which eachBatch never sees: they take offsets, too.
    consumer.on(consumer.events.START_BATCH_PROCESS, ({ payload }) => {
      if (payload.batchSize === 0) this.readUpTo(payload.topic, payload.partition, Number(payload.lastOffset) + 1);
    });
    joined.promise.catch(() => undefined); // awaited below; it may fail before that
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 8,
      eachBatch: async (payload) => this.onBatch(payload),
    });
    await joined.promise;
  }

  private recover(consumer: Consumer, error: Error): void {
    if (this.stopping || this.state !== 'running' || consumer !== this.consumer) return;
    this.state = 'recovering';
    this.log.warn(`Joining the group anew, because: ${error.message}`);
    this.recovery = this.openWithin(Infinity)
      .then(() => void (this.state = 'running'))
      .finally(() => (this.recovery = undefined));
  }

  /** Tries until it is open or the service stops. @throws the last error, after `withinMs` */
  private async openWithin(withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    for (let wait = 250; !this.stopping; wait = Math.min(wait * 2, 5_000)) {
      /* oxlint-disable no-await-in-loop -- one try after the other is the point */
      await this.leave();
      try {
        await this.open();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        this.log.warn(`Kafka can't be reached yet: ${(error as Error).message}`);
        await delay(wait);
      }
    }
  }

  /** A join, before anything is fetched: what is ours now, and where each partition stands. */
  private takeIn(group: ConsumerGroup): Promise<void> {
    return this.committer.exclusive(async () => {
      const { groupId, memberId, generationId } = group;
      const member: Membership = { groupId, memberId, generationId };
      const beat = () => group.heartbeat({ interval: 1_000 });
      const instance = takeLease(memberId) ?? this.instance ?? '0';
      if (this.options.instance !== undefined && instance !== this.options.instance) {
        this.log.warn(
          `Instance ${this.options.instance} of ${groupId} is somebody else's; this one works as ${instance}.`,
        );
      }
      await this.client.openAs(`${groupId}-${instance}`);
      await beat();
      this.instance = instance;
      const owned = group
        .assigned()
        .flatMap(({ topic, partitions }) => partitions.map((partition) => ({ topic, partition })));
      const committed = await this.client.committed(groupId, owned, beat);
      const ids = new Set(owned.map((o) => idOf(o.topic, o.partition)));
      for (const [id, partition] of this.partitions) if (!ids.has(id)) this.drop(partition);
      let kept = 0;
      Object.defineProperty(group, 'maxWaitTime', { get: () => this.maxWait(), configurable: true });
      for (const offset of committed) {
        const id = idOf(offset.topic, offset.partition);
        const known = this.partitions.get(id);
        if (known && this.committer.settle(known, toMark(offset))) kept++;
        else if (known) this.drop(known);
        const partition = this.partitions.get(id) ?? this.begin(offset.topic, offset.partition, toMark(offset));
        this.readOn(group, partition);
      }
      this.generation = generationId;
      this.memberId = memberId;
      this.committer.joined(member);
      this.log.log(
        `In ${groupId} as instance ${instance}, generation ${generationId}: ${owned.length} partitions, ${kept} of them as before`,
      );
    });
  }

  /** Where the consumer reads on: after what is in hand, whatever of it is committed. */
  private readOn(group: ConsumerGroup, { topic, index, next, committed }: Partition): void {
    if (committed.offset >= 0) {
      const known = group.offsetManager.committedOffsets();
      known[topic] = { ...known[topic], [index]: String(committed.offset) };
    }
    if (next !== undefined) group.resolveOffset({ topic, partition: index, offset: String(next - 1) });
  }

  private begin(topic: string, index: number, mark: ReturnType<typeof toMark>): Partition {
    const partition = new Partition(topic, index, mark);
    const before = this.departed.get(idOf(topic, index));
    if (before) this.scheduler.adopt(before, partition);
    this.departed.delete(idOf(topic, index));
    this.partitions.set(idOf(topic, index), partition);
    return partition;
  }

  private drop(partition: Partition): void {
    const id = idOf(partition.topic, partition.index);
    this.scheduler.forget(partition);
    this.partitions.delete(id);
    this.departed.set(id, partition);
    if (partition.paused) this.consumer?.resume([{ topic: partition.topic, partitions: [partition.index] }]);
  }

  /** Its offsets moved without us: only a new join can tell where it stands. */
  private restart(partition: Partition): void {
    this.drop(partition);
    if (this.consumer)
      this.recover(this.consumer, new Error(`${idOf(partition.topic, partition.index)} was committed by another`));
  }

  private owned(): Record<string, number[]> {
    const owned: Record<string, number[]> = {};
    for (const { topic, index } of this.partitions.values()) (owned[topic] ??= []).push(index);
    return owned;
  }

  /** Takes records into the lanes of their keys and returns at once: heartbeats wait for no handler. */
  private onBatch({ batch, resolveOffset }: EachBatchPayload): void {
    const partition = this.partitions.get(idOf(batch.topic, batch.partition));
    if (!partition || this.stopping) return;
    for (const message of batch.messages) {
      const item = partition.add(Number(message.offset), sizeOf(message), () =>
        toRecord(message, batch.topic, batch.partition),
      );
      if (item?.record) this.scheduler.add(item, this.options.laneOf(item.record) ?? Symbol('no key'));
    }
    partition.readUpTo(Number(batch.lastOffset()) + 1);
    resolveOffset(batch.lastOffset());
    if (partition.dirty) this.committer.wake();
    this.flow();
    this.scheduler.pump();
  }

  private readUpTo(topic: string, index: number, offset: number): void {
    const partition = this.partitions.get(idOf(topic, index));
    partition?.readUpTo(offset);
    if (partition?.dirty) this.committer.wake();
  }

  /** Pauses partitions that have more in memory than their share, and resumes those that have half of it. */
  private flow(): void {
    const count = Math.max(1, this.partitions.size);
    const records = Math.max(leastShare, Math.ceil((readAhead * this.options.maxInFlight) / count));
    const bytes = maxBufferedBytes / count;
    for (const partition of this.partitions.values()) {
      const { held, heldBytes, span, topic, index } = partition;
      const fill = Math.max(held / records, heldBytes / bytes, span / maxSpan);
      if (!partition.paused && fill >= 1) {
        partition.paused = true;
        this.consumer?.pause([{ topic, partitions: [index] }]);
      } else if (partition.paused && fill < 0.5) {
        partition.paused = false;
        this.consumer?.resume([{ topic, partitions: [index] }]);
      }
    }
  }

  /** How long a fetch waits for records. While a partition is paused it must soon be asked again. */
  private maxWait(): number {
    for (const { paused } of this.partitions.values()) if (paused) return 10;
    return this.options.lingerMs ?? 250;
  }
}
