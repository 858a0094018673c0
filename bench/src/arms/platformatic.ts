import {
  Consumer,
  type Message,
  type MessagesStream,
  Producer,
  stringDeserializer,
  stringSerializers,
} from '@platformatic/kafka';
import type { IncomingRecord, OutgoingRecord } from '@throughline/messaging';
import type { Hop } from '../hop.ts';
import type { Arm, Task } from './arm.ts';

type In = Message<Buffer, Buffer, string, string>;
type Stream = MessagesStream<Buffer, Buffer, string, string>;

const base = ({ brokers }: Task) => ({ clientId: 'bench', bootstrapBrokers: brokers.split(',') });
const batchSize = 1_000;

/** A loop over what has come; offsets are committed by the clock, whatever became of the records. */
export const platformatic: Arm = async (task, hop) => {
  const producer = new Producer({ ...base(task), serializers: stringSerializers });
  const { consumer, stream } = await open(task, hop, 1_000);
  const loop = eachBatch(stream, async (batch) => {
    await producer.send({ acks: -1, messages: await handleAll(batch, hop) });
  });
  return { stop: () => leave(loop, stream, consumer, producer) };
};

/** The same with results and offsets in one transaction a batch. */
export const platformaticTransactions: Arm = async (task, hop) => {
  const producer = new Producer({
    ...base(task),
    serializers: stringSerializers,
    idempotent: true,
    transactionalId: task.service,
    retries: 50,
    retryDelay: 5,
  });
  const { consumer, stream } = await open(task, hop, false);
  const loop = eachBatch(stream, async (batch) => {
    const messages = await handleAll(batch, hop);
    const transaction = await producer.beginTransaction();
    await transaction.send({ messages });
    await transaction.addConsumer(consumer);
    const last = new Map(batch.map((message) => [message.partition, message]));
    // oxlint-disable-next-line no-await-in-loop -- one partition a request, as the client has it
    for (const message of last.values()) await transaction.addOffset(message);
    await transaction.commit();
  });
  return { stop: () => leave(loop, stream, consumer, producer) };
};

async function open(task: Task, hop: Hop, autocommit: number | false) {
  const consumer = new Consumer({
    ...base(task),
    groupId: task.service,
    maxWaitTime: 250,
    deserializers: { headerKey: stringDeserializer, headerValue: stringDeserializer },
  });
  const stream = await consumer.consume({
    topics: [hop.In.topic],
    mode: 'committed',
    fallbackMode: 'earliest',
    autocommit,
  });
  return { consumer, stream };
}

/** Hands on what is there, as much as there is, one batch after the other; resolves when the stream has ended. */
async function eachBatch(stream: Stream, handle: (batch: In[]) => Promise<void>): Promise<void> {
  let wake: (() => void) | undefined;
  stream.on('readable', () => wake?.());
  stream.on('close', () => wake?.());
  while (!stream.destroyed) {
    const batch: In[] = [];
    let message: In | null;
    while (batch.length < batchSize && (message = stream.read() as In | null)) batch.push(message);
    /* oxlint-disable no-await-in-loop -- one batch after the other is the point */
    if (batch.length > 0) await handle(batch);
    else if (!stream.destroyed) await new Promise<void>((resolve) => (wake = resolve));
  }
}

const handleAll = async (batch: readonly In[], hop: Hop) =>
  (await Promise.all(batch.map((message) => hop.process(toRecord(message))))).map(toMessage);

const toMessage = ({ topic, key, value, headers }: OutgoingRecord) => ({
  topic,
  key: key ?? '',
  value: value ?? '',
  headers: { ...headers },
});

const toRecord = ({ topic, partition, offset, key, value, headers, timestamp }: In): IncomingRecord => ({
  place: { topic, partition, offset: String(offset) },
  key,
  value,
  headers: Object.fromEntries(headers),
  timestamp: new Date(Number(timestamp)).toISOString(),
});

async function leave(
  loop: Promise<void>,
  stream: Stream,
  consumer: Consumer<Buffer, Buffer, string, string>,
  producer: Producer<string, string, string, string>,
): Promise<void> {
  await stream.close();
  await loop;
  await consumer.close();
  await producer.close();
}
