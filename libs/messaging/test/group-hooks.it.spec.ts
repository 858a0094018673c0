import { applyTopics } from '@throughline/messaging';
import type { Consumer } from 'kafkajs';
import { onJoined } from '../src/group-hooks.ts';
import { stickyAssigner } from '../src/sticky-assigner.ts';
import { brokers, kafka, uniqueName } from './support/cluster.ts';

const consumers: Consumer[] = [];
afterEach(async () => {
  await Promise.all(consumers.splice(0).map((c) => c.disconnect()));
});

/** Joins, as that member where one is named; gives the member that it became. */
async function join(groupId: string, topic: string, as?: string): Promise<string> {
  const joined = Promise.withResolvers<string>();
  const assigner = stickyAssigner(
    () => ({ generation: -1, owned: {} }),
    (cluster) => onJoined(cluster, async ({ memberId }) => (joined.resolve(memberId), true), as),
  );
  const consumer = kafka.consumer({
    groupId,
    partitionAssigners: [assigner],
    sessionTimeout: 30_000,
    maxWaitTimeInMs: 100,
  });
  consumers.push(consumer);
  await consumer.connect();
  await consumer.subscribe({ topics: [topic] });
  await consumer.run({ eachBatch: async () => undefined });
  return joined.promise;
}

it('joins as the member that broke, which the group then does not wait for', async () => {
  const [topic, groupId] = [uniqueName(), uniqueName()];
  await applyTopics({ brokers, clientId: 'test' }, [{ topic, numPartitions: 1, replicationFactor: 1 }]);
  const first = await join(groupId, topic);
  expect(await join(groupId, topic, first)).toBe(first);
});

it('joins as a new member where the group does not know the one that broke', async () => {
  const [topic, groupId] = [uniqueName(), uniqueName()];
  await applyTopics({ brokers, clientId: 'test' }, [{ topic, numPartitions: 1, replicationFactor: 1 }]);
  const member = await join(groupId, topic, 'test-gone');
  expect(member).toMatch(/^test-/);
  expect(member).not.toBe('test-gone');
});
