import { applyTopics } from '@throughline/messaging';
import { Kafka, logLevel } from 'kafkajs';
import { brokers, readUntil, uniqueName } from './support/cluster.ts';

const run = uniqueName();
const topic = `aborted.${run}`;

/** A producer of its own client: one that has transactions open at the same time as the others. */
async function open(name: string) {
  const client = new Kafka({ brokers, clientId: name, logLevel: logLevel.NOTHING });
  const producer = client.producer({ transactionalId: `${run}-${name}`, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return { producer, transaction: await producer.transaction() };
}

it('reads nothing that was aborted, in whatever order several producers began and ended', async () => {
  await applyTopics({ brokers, clientId: 'test' }, [{ topic, numPartitions: 1, replicationFactor: 1 }]);
  const [one, two, three] = [await open('one'), await open('two'), await open('three')];
  const send = ({ transaction }: typeof one, value: string) => transaction.send({ topic, messages: [{ value }] });
  await send(one, 'aborted last');
  await send(two, 'aborted first');
  await send(three, 'committed');
  await send(two, 'aborted first, too');
  await send(one, 'aborted last, too');
  await two.transaction.abort();
  await send(one, 'aborted last, the end');
  await three.transaction.commit();
  await one.transaction.abort();
  await one.producer.send({ topic, messages: [{ value: 'the end' }] });
  await Promise.all([one, two, three].map(({ producer }) => producer.disconnect()));
  const read = await readUntil(topic, (all) => String(all.at(-1)?.value) === 'the end');
  expect(read.map((m) => String(m.value))).toEqual(['committed', 'the end']);
}, 60_000);
