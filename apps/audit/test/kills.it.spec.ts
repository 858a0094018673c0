// Killed after every single step, audit ends where it would have ended without: one event, one step of its flow.
import { services, TicketResolved } from '@throughline/contracts';
import { sendRecords, stamp } from '@throughline/messaging';
import { freshTopics, killAtEveryStep } from '@throughline/platform/testing';
import mongoose from 'mongoose';

const kafka = { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'test' };
const database = `audit-kills-${process.pid}`;
const audit = { service: services.audit, kafka, env: { MONGODB_DATABASE: database } };
let store: mongoose.Connection;

beforeAll(async () => {
  await freshTopics(audit);
  store = await mongoose.createConnection(process.env['MONGODB_URI'] ?? '', { dbName: database }).asPromise();
}, 60_000);
afterAll(async () => {
  await store.dropDatabase();
  await store.close();
  await freshTopics(audit);
}, 60_000);

const documents = (collection: string) => store.collection(collection).find().toArray();

it('keeps a record once, and the state that its ticket is in then', async () => {
  const { example, topic } = TicketResolved;
  const record = stamp(services.intake, TicketResolved.of(example));
  await sendRecords(kafka, [record]);
  expect(await killAtEveryStep(audit)).toEqual([
    'store events.bulkWrite',
    'store flows.bulkWrite', // its step
    'store flows.bulkWrite', // its state
    'committed',
  ]);
  const place = expect.stringMatching(new RegExp(`^main/${topic}/[0-5]/0$`));
  expect(await documents('events')).toMatchObject([{ _id: place, value: record.value, headers: record.headers }]);
  expect(await documents('flows')).toMatchObject([
    { _id: example.ticketId, state: 'agent', turn: 1, steps: [{ eventId: record.headers['ce_id'], place }] },
  ]);
}, 300_000);
