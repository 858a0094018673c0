import { randomUUID } from 'node:crypto';
import { type Contract, defineEvent, type ServiceDeclaration, TicketEscalated } from '@throughline/contracts';
import { applyTopics, type OutgoingRecord, topicConfigs } from '@throughline/messaging';
import { Kafka, logLevel, type KafkaMessage } from 'kafkajs';
import { z } from 'zod';
import type { RawRecord } from './poison.ts';

export const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',').filter(Boolean);
if (brokers.length === 0) throw new Error('These tests need a broker: run them with `npm test`, or set KAFKA_BROKERS.');

export const kafka = new Kafka({ brokers, clientId: 'test', logLevel: logLevel.NOTHING });

/** Letters only: contract names have no digits. */
export const uniqueName = (): string =>
  randomUUID().replace(/[^a-f]/g, '') +
  Math.random()
    .toString(36)
    .replace(/[^a-z]/g, '');

/** A pair of contracts and a service of this run's own, so that runs don't meet each other. */
export function testFlow(run: string) {
  const schema = z.object({
    ticketId: z.string(),
    customerId: z.string(),
    turn: z.number(),
    n: z.number(),
    say: z.string().optional(),
  });
  type Data = z.infer<typeof schema>;
  const example: Data = { ticketId: 'T', customerId: 'C', turn: 1, n: 0 };
  const options = {
    summary: 'For a test.',
    schema,
    key: (d: Data) => d.customerId,
    subject: (d: Data) => d.ticketId,
    example,
  };
  const In = defineEvent({ ...options, name: `in.${run}` });
  const Out = defineEvent({ ...options, name: `out.${run}` });
  const Known = defineEvent({ ...options, name: `known.${run}`, compacted: true });
  const service = {
    name: `test-${run}`,
    job: 'For a test.',
    consumes: [In],
    follows: [Known],
    emits: [Out, TicketEscalated],
    onFailure: 'escalate',
  } as const satisfies ServiceDeclaration;
  return { In, Out, Known, service };
}

/** Makes the topics of a test flow, and that of escalations. */
export async function makeTopics(
  contracts: readonly Contract[],
  service: ServiceDeclaration,
  partitions = 3,
): Promise<void> {
  const settings = { partitions, replicationFactor: 1 };
  await applyTopics({ brokers, clientId: 'test' }, topicConfigs([...contracts, TicketEscalated], [service], settings));
}

/** Sends records as another system would. */
export async function send(records: readonly OutgoingRecord[]): Promise<void> {
  const producer = kafka.producer({ idempotent: true });
  await producer.connect();
  for (let i = 0; i < records.length; i += 500) {
    const messages = records
      .slice(i, i + 500)
      .map(({ topic, key, value, headers }) => ({ topic, messages: [{ key, value, headers }] }));
    // oxlint-disable-next-line no-await-in-loop -- in order
    await producer.sendBatch({ topicMessages: messages });
  }
  await producer.disconnect();
}

/** Sends whatever it is given, in batches that the broker takes, each topic's in order. */
export async function sendRaw(records: readonly RawRecord[]): Promise<void> {
  const producer = kafka.producer({ maxInFlightRequests: 1, retry: { retries: 3 } });
  await producer.connect();
  const size = ({ key, value, headers }: RawRecord): number =>
    [key, value, ...Object.values(headers).flat()].reduce((sum, part) => sum + Buffer.byteLength(part ?? ''), 100);
  for (let from = 0; from < records.length;) {
    let [to, bytes] = [from, 0];
    do bytes += size(records[to++] as RawRecord);
    while (to < records.length && to - from < 500 && bytes + size(records[to] as RawRecord) < 500_000);
    // kafkajs takes most of a minute to hash a large key: those get their partition from us.
    const messages = records.slice(from, to).map(({ topic, ...message }) => ({
      topic,
      messages: [(message.key?.length ?? 0) > 1_000 ? { ...message, partition: 0 } : message],
    }));
    // oxlint-disable-next-line no-await-in-loop -- in order
    await producer.sendBatch({ topicMessages: messages });
    from = to;
  }
  await producer.disconnect();
}

/** Reads a topic from its start, read committed, until `enough` says so or the time is over; gives what it read. */
export async function readUntil(
  topic: string,
  enough: (messages: KafkaMessage[]) => boolean,
  withinMs = 60_000,
): Promise<KafkaMessage[]> {
  const consumer = kafka.consumer({ groupId: `reader-${randomUUID()}`, maxWaitTimeInMs: 100, readUncommitted: false });
  const messages: KafkaMessage[] = [];
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const late = (): void => reject(new Error(`Only ${messages.length} records of ${topic} within ${withinMs} ms`));
  const timer = setTimeout(late, withinMs);
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ message }) => {
      messages.push(message);
      if (enough(messages)) resolve();
      return Promise.resolve();
    },
  });
  try {
    await promise;
  } finally {
    clearTimeout(timer);
    await consumer.disconnect();
  }
  return messages;
}
