import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type DataOf, TicketReceived, TicketResolved } from '@throughline/contracts';
import { sendRecords, stamp } from '@throughline/messaging';
import { Kafka, logLevel } from 'kafkajs';
import { type ConstantServices, prepareCluster, startConstantServices } from '../src/flow/constant-services.ts';
import { routineMessage } from '../src/flow/message.ts';

const brokers = process.env['KAFKA_BROKERS'] ?? '';
const mongodbUri = process.env['MONGODB_URI'] ?? '';
const dir = mkdtempSync(join(tmpdir(), 'throughline-bench-'));

describe('the flow with constants for models, two instances of every service', () => {
  let running: ConstantServices;
  beforeAll(async () => {
    await prepareCluster(brokers);
    running = await startConstantServices({
      brokers,
      mongodbUri,
      dir,
      instances: 2,
      databasePrefix: `bench-${Date.now()}`,
    });
  }, 120_000);
  afterAll(async () => {
    await running.end();
    rmSync(dir, { recursive: true, force: true });
  });

  it('resolves routine tickets by itself, several of one customer too', async () => {
    const run = Date.now();
    const tickets = ['a', 'b', 'c'].flatMap((customer) =>
      [0, 1, 2].map((n) => ({ ticketId: `${run}-${customer}-${n}`, customerId: `${run}-${customer}`, n })),
    );
    const world = { name: 'bench', emits: [TicketReceived] };

    await sendRecords(
      { brokers: brokers.split(','), clientId: 'bench' },
      tickets.map((t) => stamp(world, TicketReceived.of(routineMessage(t)))),
    );

    const resolved = await resolvedOf(tickets.map((t) => t.ticketId));
    expect(resolved.map((r) => r.ticketId).toSorted()).toEqual(tickets.map((t) => t.ticketId).toSorted());
    for (const r of resolved) {
      expect(r.reply.author).toEqual({ kind: 'agent', id: 'drafter' });
      expect(r.triage?.intent?.id).toBe(`matter-${r.ticketId.at(-1)}`);
    }
  });
});

/** What was resolved of these tickets, read committed. */
async function resolvedOf(ids: readonly string[]): Promise<DataOf<typeof TicketResolved>[]> {
  const found: DataOf<typeof TicketResolved>[] = [];
  const kafka = new Kafka({ clientId: 'bench', brokers: brokers.split(','), logLevel: logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: `bench-${Date.now()}`, readUncommitted: false, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [TicketResolved.topic], fromBeginning: true });
  await consumer.run({
    autoCommit: false,
    eachMessage: ({ message }) => {
      const data = JSON.parse(message.value?.toString() ?? '') as DataOf<typeof TicketResolved>;
      if (ids.includes(data.ticketId)) found.push(data);
      return Promise.resolve();
    },
  });
  for (const deadline = Date.now() + 45_000; found.length < ids.length && Date.now() < deadline;) await delay(50);
  await consumer.disconnect();
  return found;
}
