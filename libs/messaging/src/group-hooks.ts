import { setTimeout as delay } from 'node:timers/promises';
import {
  type Cluster,
  type ConsumerGroup,
  errorType,
  groupPrototype,
  type KafkaError,
  KafkaJSProtocolError,
} from './kafkajs-internals.ts';

/**
 * Called after every join of a consumer, before it fetches anything. What it throws makes the consumer join again;
 * false ends that, for a consumer that is about to be closed.
 */
export type OnJoined = (group: ConsumerGroup) => Promise<boolean>;

const listeners = new WeakMap<Cluster, OnJoined>();

/** Says who is told of the joins of the consumer that has this cluster connection. */
export const onJoined = (cluster: Cluster, listener: OnJoined): void => void listeners.set(cluster, listener);

const gone = /^KafkaJS(Connection(Closed)?Error|RequestTimeoutError|BrokerNotFound|ConnectionNotAvailable)$/;
const stale = new Set([
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  'UNKNOWN_TOPIC_OR_PARTITION',
  'REPLICA_NOT_AVAILABLE',
]);

const { joinAndSync, heartbeat, recoverFromFetch } = groupPrototype;

/** A join is done when the engine has taken it in, too: what it holds is compared with what the group has committed. */
groupPrototype.joinAndSync = async function (this: ConsumerGroup): Promise<void> {
  for (;;) {
    /* oxlint-disable no-await-in-loop -- again only where the group has moved on meanwhile */
    await joinAndSync.call(this);
    const listener = listeners.get(this.cluster);
    if (!listener) return;
    try {
      if (await listener(this)) return;
    } catch (error) {
      // Never on with it: what is fetched now would belong to an assignment that the engine doesn't know.
      if (errorType(error) === 'UNKNOWN_MEMBER_ID') Object.assign(this, { memberId: null });
      await delay(100);
      continue;
    }
    throw new Error('The consumer is being closed.');
  }
};

/** kafkajs asks the group's coordinator that it once found for ever, also when that broker is down: look for the new one. */
groupPrototype.heartbeat = async function (this: ConsumerGroup, options): Promise<void> {
  try {
    await heartbeat.call(this, options);
  } catch (error) {
    if (!gone.test((error as Error).name)) throw error;
    this.coordinator = await this.cluster.findGroupCoordinator({ groupId: this.groupId });
  }
};

/**
 * kafkajs joins the group anew when a partition has another leader, in the middle of a fetch, while batches of the time
 * before are still under way. A new leader is no reason to join; new partitions are, once everything has come to rest.
 */
groupPrototype.recoverFromFetch = async function (this: ConsumerGroup, error: KafkaError): Promise<void> {
  if (error.name === 'KafkaJSStaleTopicMetadataAssignment') {
    const message = 'The topics have other partitions than before.';
    throw new KafkaJSProtocolError({ type: 'REBALANCE_IN_PROGRESS', message, retriable: true });
  }
  if (stale.has(errorType(error) ?? '') || error.name === 'KafkaJSTopicMetadataNotLoaded' || gone.test(error.name)) {
    await delay(50); // an election takes a moment
    await this.cluster.refreshMetadata();
    return;
  }
  await recoverFromFetch.call(this, error);
};
