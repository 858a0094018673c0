import { setTimeout as delay } from 'node:timers/promises';
import {
  type Cluster,
  type ConsumerGroup,
  errorType,
  groupPrototype,
  isUnreachable,
  type KafkaError,
  KafkaJSProtocolError,
} from './kafkajs-internals.ts';

/**
 * Called after every join of a consumer, before it fetches anything. Where it throws it is called again, after another
 * join if the group has moved on; false ends that, for a consumer that is about to be closed.
 */
export type OnJoined = (group: ConsumerGroup) => Promise<boolean>;

const listeners = new WeakMap<Cluster, OnJoined>();
const memberships = new WeakMap<Cluster, string>();

/**
 * Says who is told of the joins of the consumer that has this cluster connection, and as which member it joins first: where
 * it takes the place of one that broke, the group would wait for that one until its session is over.
 */
export function onJoined(cluster: Cluster, listener: OnJoined, memberId?: string): void {
  listeners.set(cluster, listener);
  if (memberId !== undefined) memberships.set(cluster, memberId);
}

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
  const listener = listeners.get(this.cluster);
  const memberId = memberships.get(this.cluster);
  // Once: where the group doesn't know it any more, kafkajs joins as a new one.
  if (memberships.delete(this.cluster)) Object.assign(this, { memberId });
  for (;;) {
    /* oxlint-disable no-await-in-loop -- again only where the group has moved on meanwhile */
    await joinAndSync.call(this);
    if (!listener || (await takenIn(this, listener))) return;
  }
};

const movedOn = new Set([
  'REBALANCE_IN_PROGRESS',
  'ILLEGAL_GENERATION',
  'UNKNOWN_MEMBER_ID',
  'NOT_COORDINATOR_FOR_GROUP',
]);

/**
 * Tries until the listener has taken the join in; false where the group has moved on without this member. Never on with
 * it otherwise: what is fetched then would belong to an assignment that the engine doesn't know.
 */
async function takenIn(group: ConsumerGroup, listener: OnJoined): Promise<boolean> {
  for (;;) {
    let type: string | undefined;
    try {
      if (await listener(group)) return true;
    } catch (error) {
      type = errorType(error);
      if (type === undefined || !movedOn.has(type)) type = await beat(group);
      if (type === 'UNKNOWN_MEMBER_ID') Object.assign(group, { memberId: null });
      if (type !== undefined) return false;
      continue;
    }
    throw new Error('The consumer is being closed.');
  }
}

/** Stays a member while something else keeps the join from being done. @returns why it can't, where it can't */
async function beat(group: ConsumerGroup): Promise<string | undefined> {
  await delay(100);
  try {
    await group.heartbeat({ interval: 1_000 });
    return undefined;
  } catch (error) {
    const type = errorType(error) ?? '';
    return movedOn.has(type) ? type : undefined;
  }
}

/** kafkajs asks the group's coordinator that it once found for ever, also when that broker is down: look for the new one. */
groupPrototype.heartbeat = async function (this: ConsumerGroup, options): Promise<void> {
  try {
    await heartbeat.call(this, options);
  } catch (error) {
    if (!isUnreachable(error)) throw error;
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
  if (stale.has(errorType(error) ?? '') || error.name === 'KafkaJSTopicMetadataNotLoaded' || isUnreachable(error)) {
    await delay(50); // an election takes a moment
    await this.cluster.refreshMetadata();
    return;
  }
  await recoverFromFetch.call(this, error);
};
