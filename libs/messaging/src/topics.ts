import { setTimeout as delay } from 'node:timers/promises';
import type { Contract, ServiceDeclaration } from '@throughline/contracts';
import { deadLetterTopic, retryTopic } from '@throughline/contracts';
import kafkajs, { type Admin, type ITopicConfig } from 'kafkajs';
import { kafkaClient, type KafkaOptions, silent } from './kafka.ts';
import { errorType, type KafkaError } from './kafkajs-internals.ts';

/** Runs `work` with an admin client of its own; asks again while a broker that has just started is not ready. */
export async function withAdmin<T>(options: KafkaOptions, work: (admin: Admin) => Promise<T>): Promise<T> {
  const admin = kafkaClient(options, { ...silent, retry: { retries: 8, initialRetryTime: 100 } }).admin();
  await admin.connect();
  try {
    return await ready(() => work(admin));
  } finally {
    await admin.disconnect();
  }
}

/** A broker that has just started still loads its coordinators; kafkajs asks again for some requests only. */
export async function ready<T>(work: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + 30_000; ;) {
    try {
      return await work();
    } catch (error) {
      // Some calls of kafkajs go on asking a coordinator that is none any more until they give up: find the new one.
      const again = (error as KafkaError).retriable === true || errorType(error) === 'NOT_COORDINATOR_FOR_GROUP';
      if (!again || Date.now() > deadline) throw error;
      // oxlint-disable-next-line no-await-in-loop -- polling
      await delay(200);
    }
  }
}

/** The names of the cluster's topics. */
export const existingTopics = (options: KafkaOptions): Promise<Set<string>> =>
  withAdmin(options, async (admin) => new Set(await admin.listTopics()));

/** A record's time is when it was appended: producers' clocks differ, and what they say of the past may be weeks old. */
const brokersClock = { name: 'message.timestamp.type', value: 'LogAppendTime' };

/** How topics are made. */
export interface TopicSettings {
  /** Partitions of ticket topics; order holds per key in a partition. Compacted topics have one. */
  readonly partitions: number;
  readonly replicationFactor: number;
}

/** The topics that these contracts and services need: one an event, and a retry and dead-letter topic a consumer. */
export function topicConfigs(
  contracts: readonly Contract[],
  services: readonly ServiceDeclaration[],
  { partitions, replicationFactor }: TopicSettings,
): ITopicConfig[] {
  const keepForever = { name: 'retention.ms', value: '-1' };
  const compact = { name: 'cleanup.policy', value: 'compact' };
  const events = contracts.map((c) => ({
    topic: c.topic,
    numPartitions: c.compacted ? 1 : partitions,
    replicationFactor,
    configEntries: [c.compacted ? compact : keepForever, brokersClock],
  }));
  const perService = services.flatMap((s) =>
    s.consumes.flatMap((c) =>
      [retryTopic(c.topic, s.name), deadLetterTopic(c.topic, s.name)].map((topic) => ({
        topic,
        numPartitions: 1,
        replicationFactor,
        configEntries: [keepForever, brokersClock],
      })),
    ),
  );
  return [...events, ...perService];
}

/**
 * Makes the topics that are missing; resolves when every one has a leader. Of those that exist, records get the broker's
 * time from now on where the configuration asks for that; all else of them stays as it is.
 * @returns the names of the topics made
 */
export const applyTopics = (options: KafkaOptions, topics: readonly ITopicConfig[]): Promise<string[]> =>
  withAdmin(options, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = topics.filter((t) => !existing.has(t.topic));
    // waitForLeaders asks for metadata that a new topic doesn't have on every broker yet, and throws: poll instead.
    if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: false });
    await until(() =>
      allLed(
        admin,
        topics.map((t) => t.topic),
      ),
    );
    await setClock(
      admin,
      topics.filter((t) => existing.has(t.topic) && t.configEntries?.some((e) => e.name === brokersClock.name)),
    );
    return missing.map((t) => t.topic);
  });

// Node finds only some of kafkajs's exports by their names.
const { ConfigResourceTypes, ConfigSource } = kafkajs;

async function setClock(admin: Admin, topics: readonly ITopicConfig[]): Promise<void> {
  if (topics.length === 0) return;
  const all = topics.map(({ topic }) => ({ type: ConfigResourceTypes.TOPIC, name: topic }));
  const { resources } = await admin.describeConfigs({ resources: all, includeSynonyms: false });
  const { name, value } = brokersClock;
  const others = resources.filter((r) => r.configEntries.find((e) => e.configName === name)?.configValue !== value);
  if (others.length === 0) return;
  const changed = others.map(({ resourceName, configEntries }) => {
    // kafkajs knows the request only that sets all of a topic's settings: those that it has are sent along.
    const own = configEntries.filter((e) => e.configSource === ConfigSource.TOPIC_CONFIG && e.configName !== name);
    const kept = own.map((e) => ({ name: e.configName, value: e.configValue }));
    return { type: ConfigResourceTypes.TOPIC, name: resourceName, configEntries: [...kept, brokersClock] };
  });
  await admin.alterConfigs({ validateOnly: false, resources: changed });
}

async function allLed(admin: Admin, topics: string[]): Promise<boolean> {
  try {
    const metadata = await admin.fetchTopicMetadata({ topics });
    return metadata.topics.every((t) => t.partitions.length > 0 && t.partitions.every((p) => p.leader >= 0));
  } catch {
    return false; // not known to this broker yet
  }
}

/** Deletes these topics and consumer groups, data and all; those that don't exist are fine. */
export const deleteTopics = (
  options: KafkaOptions,
  topics: readonly string[],
  groups: readonly string[],
): Promise<void> =>
  withAdmin(options, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const present = topics.filter((t) => existing.has(t));
    if (present.length > 0) await admin.deleteTopics({ topics: [...present] });
    await until(async () => !(await admin.listTopics()).some((t) => present.includes(t)));
    const known = new Set((await admin.listGroups()).groups.map((g) => g.groupId));
    const gone = groups.filter((g) => known.has(g));
    if (gone.length > 0) await admin.deleteGroups([...gone]);
  });

/** Resolves when `condition` holds. @throws after 60 s */
async function until(condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  // oxlint-disable-next-line no-await-in-loop -- polling
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error('The cluster did not get there within 60 s: look at its log.');
    // oxlint-disable-next-line no-await-in-loop -- polling
    await delay(100);
  }
}
