import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { getConnectionToken } from '@nestjs/mongoose';
import { contracts, services, TicketOpened } from '@throughline/contracts';
import {
  type IncomingRecord,
  applyTopics,
  deleteTopics,
  readEvent,
  readTopic,
  topicConfigs,
  topicsOf,
} from '@throughline/messaging';
import { startService } from '@throughline/platform';
import type { Connection } from 'mongoose';
import { setTimeout as delay } from 'node:timers/promises';
import { AppModule } from '../../src/app.module.ts';

export const kafka = { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'test' };
const ours = services.intake;

/** Intake in this process, with topics and a store of its own. */
export async function startIntake(env: Record<string, string> = {}) {
  const own = { MONGODB_DATABASE: `intake-doors-${process.pid}`, PORT: '0', INSTANCE: '0', LOG_LEVEL: 'fatal' };
  Object.assign(process.env, own, env);
  await deleteTopics(kafka, topicsOf(ours), [ours.name]);
  await applyTopics(kafka, topicConfigs(contracts, [ours], { partitions: 6, replicationFactor: 1 }));
  const app = await startService(AppModule);
  const { port } = app.getHttpServer().address() as AddressInfo;
  const end = async (): Promise<void> => {
    await app.get<Connection>(getConnectionToken()).dropDatabase();
    await app.close();
    // Other services of this cluster would have to take in what is left.
    await deleteTopics(kafka, topicsOf(ours), [ours.name]);
  };
  return { url: `http://127.0.0.1:${port}`, end };
}

/** The committed records of a topic as soon as `enough` holds for them; the test's own deadline ends the waiting. */
export async function recordsWhen(
  topic: string,
  enough: (records: IncomingRecord[]) => boolean,
): Promise<IncomingRecord[]> {
  for (;;) {
    const records: IncomingRecord[] = [];
    // oxlint-disable-next-line no-await-in-loop -- again until there are enough
    await readTopic(kafka, topic, (record) => void records.push(record));
    if (enough(records)) return records;
    // oxlint-disable-next-line no-await-in-loop
    await delay(200);
  }
}

/** What was opened for a customer, once there is this much. */
export async function openedFor(customerId: string, count: number) {
  const of = (records: IncomingRecord[]) =>
    records.flatMap((record) => {
      const event = readEvent(TicketOpened, record);
      return event.data.customerId === customerId ? [event] : [];
    });
  return of(await recordsWhen(TicketOpened.topic, (records) => of(records).length >= count));
}
