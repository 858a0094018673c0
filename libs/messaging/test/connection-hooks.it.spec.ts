import { applyTopics } from '@throughline/messaging';
import { kafkaClient, silent } from '../src/kafka.ts';
import { clusterOf } from '../src/kafkajs-internals.ts';
import { brokers, kafka, uniqueName } from './support/cluster.ts';
import { type Line, openLine } from './support/line.ts';

let line: Line;
beforeEach(async () => {
  line = await openLine();
});
afterEach(() => line.close());

const client = () => kafkaClient({ brokers, clientId: 'test' }, { ...silent, socketFactory: line.socketFactory });

it('reads on where the line broke in the middle of an answer', async () => {
  const topic = uniqueName();
  await applyTopics({ brokers, clientId: 'test' }, [{ topic, numPartitions: 1, replicationFactor: 1 }]);
  const producer = kafka.producer();
  await producer.connect();
  const sent = Array.from({ length: 40 }, (_, i) => `${i} ${'x'.repeat(20_000)}`);
  await producer.send({ topic, messages: sent.map((value) => ({ value })) });
  await producer.disconnect();
  const consumer = client().consumer({ groupId: uniqueName(), maxBytesPerPartition: 100_000, maxWaitTimeInMs: 100 });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    line.breakIn(5_000);
    const got: (string | undefined)[] = [];
    const all = Promise.withResolvers<void>();
    await consumer.run({
      eachMessage: async ({ message }) => {
        got.push(message.value?.toString());
        if (got.length === sent.length) all.resolve();
      },
    });
    await all.promise;
    expect(line.broken).toBe(true);
    expect(got).toEqual(sent);
  } finally {
    await consumer.disconnect();
  }
});

it('gives up what a silent broker leaves unanswered when the connection is given up', async () => {
  const cluster = clusterOf(client());
  await cluster.connect();
  const broker = await cluster.findGroupCoordinator({ groupId: uniqueName() });
  line.silence();
  const asked = broker.offsetFetch({ groupId: uniqueName(), topics: [] });
  const outcome = asked.catch((error: Error) => error.name);
  await new Promise(setImmediate); // now it is on its way
  await cluster.disconnect();
  expect(await outcome).toBe('KafkaJSConnectionClosedError');
});

it('opens one socket, however many want the connection at once', async () => {
  let opened = 0;
  const counted = kafkaClient(
    { brokers, clientId: 'test' },
    { ...silent, socketFactory: (args) => (opened++, line.socketFactory(args)) },
  );
  const cluster = clusterOf(counted);
  await cluster.connect();
  const groupId = uniqueName();
  const broker = await cluster.findGroupCoordinator({ groupId });
  const before = opened;
  await cluster.disconnect();
  await Promise.all(Array.from({ length: 5 }, () => broker.offsetFetch({ groupId, topics: [] })));
  expect(opened - before).toBe(1);
  await cluster.disconnect();
});
