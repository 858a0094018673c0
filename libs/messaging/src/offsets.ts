import { kafkaClient, type KafkaOptions, silent } from './kafka.ts';
import { type Cluster, clusterOf, type TopicsOf } from './kafkajs-internals.ts';
import type { Range } from './read-range.ts';
import { existingTopics, ready } from './topics.ts';

/** An offset in a partition. */
export interface OffsetAt {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** Topics with their partitions, as offsets are asked of them. */
type Known = TopicsOf<{ partition: number }>;

/**
 * All that is committed in topics now, or what was written from `since` on. Topics that don't exist hold nothing.
 * Ends where the first open transaction begins, so that reading never waits for one.
 * @throws what Kafka throws
 */
export const rangesOf = (options: KafkaOptions, topics: readonly string[], since?: Date): Promise<Range[]> =>
  withTopics(options, topics, (cluster, known) => ranges(cluster, known, since));

/**
 * How far a consumer group has come in topics: the next offset to handle. Partitions that it never committed anything of
 * are left out. @throws what Kafka throws
 */
export const committedOffsets = (
  options: KafkaOptions,
  groupId: string,
  topics: readonly string[],
): Promise<OffsetAt[]> => withTopics(options, topics, (cluster, known) => committed(cluster, known, groupId));

/**
 * Records that a consumer group has still to handle, per topic. The marker that ends a transaction takes an offset of
 * its own and no record follows it in its transaction, so up to one offset a partition counts as nothing.
 * @throws what Kafka throws
 */
export const consumerLag = (
  options: KafkaOptions,
  groupId: string,
  topics: readonly string[],
): Promise<Record<string, number>> =>
  withTopics(options, topics, async (cluster, known) => {
    // What is committed first: the other way round, what is handled meanwhile would make a lag below nothing.
    const handled = offsetsByPlace(await committed(cluster, known, groupId));
    const lags: Record<string, number> = {};
    for (const { topic, partition, from, to } of await ranges(cluster, known)) {
      const next = handled(topic, partition) ?? from;
      const lag = Number(to - (next > from ? next : from));
      lags[topic] = (lags[topic] ?? 0) + (lag > 1 ? lag : 0);
    }
    return lags;
  });

async function ranges(cluster: Cluster, known: Known, since?: Date): Promise<Range[]> {
  const ask = async (from: { fromBeginning: boolean } | { fromTimestamp: number }): Promise<OffsetAt[]> =>
    flat(await cluster.fetchTopicsOffset(known.map((topic) => ({ ...topic, ...from }))));
  const lows = offsetsByPlace(await ask({ fromBeginning: true }));
  const starts = since && offsetsByPlace(await ask({ fromTimestamp: since.getTime() }));
  return (await ask({ fromBeginning: false })).map(({ topic, partition, offset: to }): Range => {
    const low = lows(topic, partition) ?? 0n;
    const start = starts ? (starts(topic, partition) ?? -1n) : low;
    // -1: nothing was written since then.
    const from = start < 0n ? to : start > low ? start : low;
    return { topic, partition, from, to };
  });
}

async function committed(cluster: Cluster, known: Known, groupId: string): Promise<OffsetAt[]> {
  if (known.length === 0) return [];
  const coordinator = await cluster.findGroupCoordinator({ groupId });
  const { responses } = await coordinator.offsetFetch({ groupId, topics: known });
  return flat(responses).filter(({ offset }) => offset >= 0n);
}

const flat = (topics: TopicsOf<{ partition: number; offset: string }>): OffsetAt[] =>
  topics.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => ({ topic, partition, offset: BigInt(offset) })),
  );

function offsetsByPlace(all: readonly OffsetAt[]): (topic: string, partition: number) => bigint | undefined {
  const found = new Map(all.map(({ topic, partition, offset }) => [`${topic}/${partition}`, offset]));
  return (topic, partition) => found.get(`${topic}/${partition}`);
}

/**
 * Runs `work` with a client and the partitions of those of the topics that there are; again, with newer metadata, where
 * a broker is not ready or leads no more. All topics at once, and not by kafkajs's admin: asked about several side by
 * side, that one forgets some now and then, because each call asks for the metadata of one topic more, and with more than
 * one broker the answer that knows the most need not come last. Its group then seemed to have come nowhere in them.
 */
async function withTopics<T>(
  options: KafkaOptions,
  topics: readonly string[],
  work: (cluster: Cluster, known: Known) => Promise<T>,
): Promise<T> {
  const existing = await existingTopics(options);
  const known = topics.filter((topic) => existing.has(topic));
  const cluster = clusterOf(kafkaClient(options, { ...silent, retry: { retries: 8, initialRetryTime: 100 } }));
  await cluster.connect();
  try {
    return await ready(async () => {
      await cluster.addMultipleTargetTopics(known);
      await cluster.refreshMetadata();
      const partitionsOf = (topic: string): { partition: number }[] =>
        cluster.findTopicPartitionMetadata(topic).map(({ partitionId }) => ({ partition: partitionId }));
      return work(
        cluster,
        known.map((topic) => ({ topic, partitions: partitionsOf(topic) })),
      );
    });
  } finally {
    await cluster.disconnect();
  }
}
