import { applyTopics, endMemberships, membersOf } from '@throughline/messaging';
import { brokers, kafka, uniqueName } from './support/cluster.ts';

it('ends a membership at once; who is alive after all joins anew', async () => {
  const [topic, groupId] = [uniqueName(), uniqueName()];
  await applyTopics({ brokers, clientId: 'test' }, [{ topic, numPartitions: 1, replicationFactor: 1 }]);
  const consumer = kafka.consumer({ groupId, heartbeatInterval: 100, sessionTimeout: 60_000 });
  const [first, second] = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberId } }) => {
    first.resolve(memberId);
    void first.promise.then((before) => memberId !== before && second.resolve(memberId));
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic] });
    await consumer.run({ eachMessage: async () => undefined });
    const before = await first.promise;
    expect(await membersOf({ brokers, clientId: 'test' }, groupId)).toEqual([before]);
    await endMemberships({ brokers, clientId: 'test' }, groupId);
    expect(await second.promise).not.toBe(before);
  } finally {
    await consumer.disconnect();
  }
});

it('has nothing to do for a group that nobody is in', async () => {
  const groupId = uniqueName();
  expect(await membersOf({ brokers, clientId: 'test' }, groupId)).toEqual([]);
  await expect(endMemberships({ brokers, clientId: 'test' }, groupId)).resolves.toBeUndefined();
});
