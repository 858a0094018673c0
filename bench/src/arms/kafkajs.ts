import type { IncomingRecord, OutgoingRecord } from '@throughline/messaging';
import { type EachBatchPayload, Kafka, type KafkaMessage, logLevel, Partitioners, type Producer } from 'kafkajs';
import type { Hop } from '../hop.ts';
import type { Arm, Task } from './arm.ts';

const client = ({ brokers }: Task): Kafka =>
  new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });

/** A consumer that takes what there is, with the settings that did best for it. */
async function consume(task: Task, hop: Hop, run: Parameters<ReturnType<Kafka['consumer']>['run']>[0]) {
  const consumer = client(task).consumer({
    groupId: task.service,
    sessionTimeout: 10_000,
    heartbeatInterval: 1_000,
    maxWaitTimeInMs: 250,
    maxBytesPerPartition: 512 * 1024,
    readUncommitted: false,
  });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.connect();
  await consumer.subscribe({ topics: [hop.In.topic], fromBeginning: true });
  await consumer.run(run);
  await joined;
  return consumer;
}

/** A loop over batches whose results are sent together; what fails comes again, and is sent again. */
export const kafkajs: Arm = async (task, hop) => {
  const producer = client(task).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const consumer = await consume(task, hop, {
    partitionsConsumedConcurrently: 6,
    eachBatch: async ({ batch }) => {
      const messages = (await handleAll(batch, hop)).map(toMessage);
      await producer.send({ topic: hop.Out.topic, messages });
    },
  });
  return { stop: () => leave(consumer, producer) };
};

/** The same with results and offset in one transaction a batch: exactly once, as long as there is one instance. */
export const kafkajsTransactions: Arm = async (task, hop) => {
  // A client of its own: kafkajs keeps committed offsets per client, even of aborted transactions.
  const producer = client(task).producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    transactionalId: task.service,
    idempotent: true,
    maxInFlightRequests: 1,
    // The default waits 300 ms where the broker needs 5 to end the transaction before.
    retry: { initialRetryTime: 5, multiplier: 1.5, maxRetryTime: 1_000, retries: 30 },
  });
  await producer.connect();
  const consumer = await consume(task, hop, {
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const messages = (await handleAll(batch, hop)).map(toMessage);
      const transaction = await producer.transaction();
      try {
        await transaction.send({ topic: hop.Out.topic, messages });
        const offset = (BigInt(batch.lastOffset()) + 1n).toString();
        const partitions = [{ partition: batch.partition, offset }];
        await transaction.sendOffsets({ consumerGroupId: task.service, topics: [{ topic: batch.topic, partitions }] });
      } catch (error) {
        await transaction.abort();
        throw error;
      }
      await transaction.commit();
    },
  });
  return { stop: () => leave(consumer, producer) };
};

/** All records of a batch at once; their keys' order is not looked after. */
const handleAll = ({ messages, topic, partition }: EachBatchPayload['batch'], hop: Hop): Promise<OutgoingRecord[]> =>
  Promise.all(messages.map((message) => hop.process(toRecord(message, topic, partition))));

const toMessage = ({ key, value, headers }: OutgoingRecord) => ({ key, value, headers: { ...headers } });

function toRecord({ key, value, headers = {}, offset, timestamp }: KafkaMessage, topic: string, partition: number) {
  const texts: Record<string, string> = {};
  for (const name of Object.keys(headers)) texts[name] = String(headers[name]);
  return {
    place: { topic, partition, offset },
    key,
    value,
    headers: texts,
    timestamp: new Date(Number(timestamp)).toISOString(),
  } satisfies IncomingRecord;
}

async function leave(consumer: { disconnect(): Promise<void> }, producer: Producer): Promise<void> {
  await consumer.disconnect();
  await producer.disconnect();
}
