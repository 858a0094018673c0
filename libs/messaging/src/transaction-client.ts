import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import { type KafkaConfig, type PartitionerArgs, Partitioners } from 'kafkajs';
import { kafkaClient, type KafkaOptions } from './kafka.ts';
import {
  byTopic,
  type Membership,
  type PartitionOffset,
  produce,
  stableOffsetFetch,
  txnOffsetCommit,
} from './kafkajs-requests.ts';
import { type Broker, type Cluster, clusterOf, errorType, isUnreachable, type Producing } from './kafkajs-internals.ts';
import { encodeBatch } from './record-batch.ts';
import type { ProducedRecord } from './record.ts';

/** A transaction that lasts longer is given up by the broker, so that a dead instance holds up nobody for long. */
const transactionTimeout = 15_000;
const produceTimeout = 10_000;

/**
 * Transactions over kafkajs's connections, requests and encodings, but not by its producer: that one, when a partition's
 * leader moves in the middle of a send, leaves out or doubles what had to go to another broker; it hands on sequence
 * numbers after a failure; and it asks for the coordinator anew before each of its requests. Here nothing is sent twice:
 * whatever fails ends the transaction, and {@link reopen} settles what became of it. One call at a time.
 */
export class TransactionClient {
  private readonly log = new Logger('engine');
  private cluster: Cluster | undefined;
  private transactionalId = '';
  /** No transaction is open or in doubt. */
  private sound = false;
  private producer = { producerId: '', producerEpoch: 0 };
  private transactions: Broker | undefined;
  private groups: Broker | undefined;
  private readonly sequences = new Map<string, number>();
  private readonly partitioner = Partitioners.DefaultPartitioner();

  constructor(
    private readonly options: KafkaOptions,
    private readonly extra: Partial<KafkaConfig> = {},
  ) {}

  /** Opens under that id, unless it is open already and nothing is in doubt. */
  async openAs(transactionalId: string): Promise<void> {
    if (this.sound && this.transactionalId === transactionalId) return;
    this.transactionalId = transactionalId;
    await this.reopen();
  }

  /**
   * Connects anew and sends InitProducerId: what this id had open is aborted, or committed where the broker had already
   * promised that; whoever else uses the id can't commit any more. @throws what can't be reached
   */
  async reopen(): Promise<void> {
    await this.close();
    const { transactionalId } = this;
    const patience = { retry: { retries: 2, initialRetryTime: 50 }, requestTimeout: 10_000 };
    const cluster = clusterOf(kafkaClient(this.options, { ...patience, ...this.extra }));
    this.cluster = cluster;
    this.sequences.clear();
    await cluster.connect();
    await cluster.refreshMetadata();
    this.producer = await this.initProducerId(cluster, transactionalId);
    this.sound = true;
  }

  /** A broker that has just become the coordinator still loads what it has to know. What is asked may be asked twice. */
  private async initProducerId(cluster: Cluster, transactionalId: string): Promise<typeof this.producer> {
    for (let tries = 1; ; tries++) {
      /* oxlint-disable no-await-in-loop -- one try after the other is the point */
      try {
        const coordinator = await cluster.findGroupCoordinator({ groupId: transactionalId, coordinatorType: 1 });
        this.transactions = coordinator;
        return await patiently(() => coordinator.initProducerId({ transactionalId, transactionTimeout }));
      } catch (error) {
        if (isUnreachable(error) || !hasMoved(error) || tries >= 30) throw error;
        await delay(100);
      }
    }
  }

  async close(): Promise<void> {
    const { cluster } = this;
    this.cluster = undefined;
    this.sound = false;
    this.transactions = this.groups = undefined;
    await cluster?.disconnect().catch(() => undefined); // nothing of it is used again
  }

  /**
   * Sends the records and commits the offsets, where there are any: all or nothing.
   * @throws whatever went wrong. Then {@link reopen} before the next, and look at {@link committed}: it may have gone through
   */
  async commit(
    records: readonly ProducedRecord[],
    progress?: { readonly offsets: readonly PartitionOffset[]; readonly member: Membership },
  ): Promise<void> {
    const { transactionalId, producer, cluster } = this;
    if (!cluster) throw new Error('Not connected.');
    this.sound = false;
    const id = { transactionalId, ...producer };
    const sends = await this.plan(cluster, records);
    const topics = partitionsOf(sends);
    // All of it before anything is sent: brokers ask the coordinator what belongs to the transaction, and it must be at rest.
    await settled([
      topics.length > 0 && patiently(() => this.coordinator.addPartitionsToTxn({ ...id, topics })),
      progress && patiently(() => this.coordinator.addOffsetsToTxn({ ...id, groupId: progress.member.groupId })),
    ]);
    await settled([this.produce(cluster, sends), progress && this.tellGroup(id, progress)]);
    await this.coordinator.endTxn({ ...id, transactionResult: true });
    this.sound = true;
  }

  /** Commits offsets alone, as a member of the group. @throws what the broker answers */
  async commitOffsets(
    offsets: readonly PartitionOffset[],
    { groupId, memberId, generationId }: Membership,
  ): Promise<void> {
    const topics = [...byTopic(offsets)].map(([topic, partitions]) => ({ topic, partitions }));
    await this.askGroup(groupId, (broker) =>
      broker.offsetCommit({ groupId, memberId, groupGenerationId: generationId, topics }),
    );
  }

  /** Whether the group still knows this member. @throws what can't be reached */
  async isMember({ groupId, memberId, generationId }: Membership): Promise<boolean> {
    try {
      await this.askGroup(groupId, (b) => b.heartbeat({ groupId, memberId, groupGenerationId: generationId }));
      return true;
    } catch (error) {
      if (isFenced(error)) return errorType(error) === 'REBALANCE_IN_PROGRESS'; // still one, until the others have joined
      throw error;
    }
  }

  /** What the group has committed, once no transaction is about to change it. `meanwhile` runs between the tries. */
  async committed(
    groupId: string,
    partitions: readonly { topic: string; partition: number }[],
    meanwhile: () => Promise<void> = async () => undefined,
  ): Promise<PartitionOffset[]> {
    if (partitions.length === 0) return [];
    const begun = Date.now();
    for (let told = begun; ;) {
      /* oxlint-disable no-await-in-loop -- one try after the other is the point */
      try {
        return await this.askGroup(groupId, (b) => b.connectionPool.send(stableOffsetFetch(groupId, partitions)));
      } catch (error) {
        if (errorType(error) !== 'UNSTABLE_OFFSET_COMMIT') throw error;
        const now = Date.now();
        if (now - told > 2 * transactionTimeout) {
          this.log.error(hanging(groupId, now - begun));
          told = now;
        }
        await delay(20);
        await meanwhile();
      }
    }
  }

  private async tellGroup(
    id: Producing,
    { offsets, member }: { readonly offsets: readonly PartitionOffset[]; readonly member: Membership },
  ): Promise<void> {
    await this.askGroup(member.groupId, (b) => b.connectionPool.send(txnOffsetCommit({ ...id, member, offsets })));
  }

  private get coordinator(): Broker {
    if (!this.transactions) throw new Error('Not connected.');
    return this.transactions;
  }

  /** Asks the group's coordinator, wherever it moves. What is asked may be asked twice: it says how things are to be, or are. */
  private async askGroup<T>(groupId: string, ask: (coordinator: Broker) => Promise<T>): Promise<T> {
    const { cluster } = this;
    for (let tries = 1; ; tries++) {
      /* oxlint-disable no-await-in-loop -- one try after the other is the point */
      try {
        if (!cluster || cluster !== this.cluster) throw new Error('Not connected.');
        this.groups ??= await cluster.findGroupCoordinator({ groupId });
        return await ask(this.groups);
      } catch (error) {
        this.groups = undefined;
        if (!hasMoved(error) || tries >= 30) throw error;
        await delay(100);
        if (isUnreachable(error)) await cluster?.refreshMetadata().catch(() => undefined); // the next try will tell
      }
    }
  }

  /** Which leader gets which records, in rounds: of each partition no more than a batch at a time, in order. */
  private async plan(cluster: Cluster, records: readonly ProducedRecord[]): Promise<Send[][]> {
    if (records.length === 0) return [];
    const topics = byTopic(records);
    await cluster.addMultipleTargetTopics([...topics.keys()]);
    await cluster.refreshMetadataIfNecessary();
    const rounds: Send[][] = [];
    for (const [topic, same] of topics) {
      for (const [partition, own] of Map.groupBy(same, this.partitionOf(cluster, topic))) {
        const leader = leaderOf(cluster, topic, partition);
        const batches = this.batches(`${topic}/${partition}`, own);
        batches.forEach((batch, round) => (rounds[round] ??= []).push({ topic, partition, leader, batch }));
      }
    }
    return rounds;
  }

  private partitionOf(cluster: Cluster, topic: string): (record: ProducedRecord) => number {
    const found = cluster.findTopicPartitionMetadata(topic);
    if (found.length === 0) throw new Error(`The cluster has no topic ${topic}.`);
    const partitionMetadata = found as unknown as PartitionerArgs['partitionMetadata'];
    return ({ key, value }) => this.partitioner({ topic, partitionMetadata, message: { key, value } });
  }

  /** The broker takes a producer's records of a partition in sequence only, so none is lost or doubled between. */
  private batches(partition: string, records: readonly ProducedRecord[]): Buffer[] {
    const batches: Buffer[] = [];
    for (let sent = 0; sent < records.length;) {
      const firstSequence = this.sequences.get(partition) ?? 0;
      const { bytes, count } = encodeBatch(records.slice(sent), { ...this.producer, firstSequence });
      this.sequences.set(partition, (firstSequence + count) % 2 ** 31);
      batches.push(bytes);
      sent += count;
    }
    return batches;
  }

  private async produce(cluster: Cluster, sends: readonly Send[][]): Promise<void> {
    const { transactionalId } = this;
    for (const round of sends) {
      const leaders = Map.groupBy(round, (send) => send.leader);
      const produced = [...leaders].map(async ([nodeId, batches]) => {
        const broker = await cluster.findBroker({ nodeId });
        await broker.connectionPool.send(produce({ transactionalId, timeout: produceTimeout, batches }));
      });
      // oxlint-disable-next-line no-await-in-loop -- order is kept by sending one after the other
      await settled(produced);
    }
  }
}

/** Any transaction of ours should have ended by then, by itself or by its timeout. */
const hanging = (groupId: string, forMs: number): string =>
  `For ${Math.round(forMs / 1000)} s Kafka has kept offsets of ${groupId} for a transaction that does not end, and nothing is handled: see "A transaction hangs" in docs/runbooks/not-ready.md`;

/** A batch on its way to the leader of its partition. */
interface Send {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  readonly batch: Buffer;
}

/** Waits for all to end, then throws the first failure: nothing of a transaction may go on while the next begins. */
async function settled(work: readonly (Promise<unknown> | false | undefined)[]): Promise<void> {
  const all = work.filter((w) => w !== false && w !== undefined);
  for (const end of await Promise.allSettled(all)) if (end.status === 'rejected') throw end.reason;
}

function leaderOf(cluster: Cluster, topic: string, partition: number): number {
  const leader = cluster.findTopicPartitionMetadata(topic).find((p) => p.partitionId === partition)?.leader ?? -1;
  if (leader < 0) throw new Error(`${topic}[${partition}] has no leader at the moment.`);
  return leader;
}

function partitionsOf(sends: readonly Send[][]): { topic: string; partitions: number[] }[] {
  const topics = [...byTopic(sends.flat())];
  return topics.map(([topic, same]) => ({ topic, partitions: [...new Set(same.map((s) => s.partition))] }));
}

/** The group went on without this member: what it wanted to commit is refused, and it has to join again. */
export const isFenced = (error: unknown): boolean =>
  ['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'FENCED_INSTANCE_ID'].includes(
    errorType(error) ?? '',
  );

/** The coordinator is another broker, or will be in a moment. */
const hasMoved = (error: unknown): boolean =>
  isUnreachable(error) ||
  ['NOT_COORDINATOR_FOR_GROUP', 'GROUP_COORDINATOR_NOT_AVAILABLE', 'GROUP_LOAD_IN_PROGRESS'].includes(
    errorType(error) ?? '',
  );

/**
 * The broker still writes the markers of the transaction before (CONCURRENT_TRANSACTIONS): nothing was taken, so asking
 * again is safe.
 */
async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (errorType(error) !== 'CONCURRENT_TRANSACTIONS' || tries >= 2_000) throw error;
      // oxlint-disable-next-line no-await-in-loop -- one try after the other is the point
      await delay(tries < 10 ? 1 : 10);
    }
  }
}
