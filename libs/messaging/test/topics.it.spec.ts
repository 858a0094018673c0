import { TicketOpened } from '@throughline/contracts';
import { applyTopics, topicConfigs } from '@throughline/messaging';
import { ConfigResourceTypes, ConfigSource, Kafka } from 'kafkajs';
import { brokers, readUntil, uniqueName } from './support/cluster.ts';

const client = new Kafka({ brokers, clientId: 'test' });
const options = { brokers, clientId: 'test' };
const [fresh, old] = [`fresh.${uniqueName()}`, `old.${uniqueName()}`];
const [config] = topicConfigs([TicketOpened], [], { partitions: 1, replicationFactor: 1 });
const wanted = [fresh, old].map((topic) => ({ ...config, topic }));

it('has the broker stamp records, in topics that were there before too, and leaves what else was set', async () => {
  const admin = client.admin();
  await admin.connect();
  const configEntries = [
    { name: 'retention.ms', value: '86400000' },
    { name: 'min.insync.replicas', value: '1' },
  ];
  await admin.createTopics({
    topics: [{ topic: old, numPartitions: 1, replicationFactor: 1, configEntries }],
    waitForLeaders: false,
  });
  expect(await applyTopics(options, wanted)).toEqual([fresh]);
  expect(await applyTopics(options, wanted)).toEqual([]);
  const resources = [{ type: ConfigResourceTypes.TOPIC, name: old }];
  const { resources: described } = await admin.describeConfigs({ resources, includeSynonyms: false });
  await admin.disconnect();
  const own = described[0]?.configEntries.filter((e) => e.configSource === ConfigSource.TOPIC_CONFIG);
  expect(Object.fromEntries((own ?? []).map((e) => [e.configName, e.configValue]))).toEqual({
    'retention.ms': '86400000',
    'min.insync.replicas': '1',
    'message.timestamp.type': 'LogAppendTime',
  });
  const producer = client.producer();
  await producer.connect();
  for (const topic of [fresh, old])
    // oxlint-disable-next-line no-await-in-loop -- two
    await producer.send({ topic, messages: [{ value: 'from long ago', timestamp: '1000' }] });
  await producer.disconnect();
  for (const topic of [fresh, old]) {
    // oxlint-disable-next-line no-await-in-loop -- two
    const [record] = await readUntil(topic, (all) => all.length > 0);
    expect(record?.timestamp).not.toBe('1000');
  }
}, 60_000);
