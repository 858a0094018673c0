// Killed after every single step, the supervisor escalates what is overdue all the same; at least once, always as the
// same event.
import { services, TicketEscalated, TicketOpened } from '@throughline/contracts';
import { eventId, sendRecords, stamp } from '@throughline/messaging';
import { eventsOf, freshTopics, killAtEveryStep, lifeUntil, withoutRepeats } from '@throughline/platform/testing';
import mongoose from 'mongoose';

const kafka = { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'test' };
const database = `supervisor-kills-${process.pid}`;
const supervisor = { service: services.supervisor, kafka, env: { MONGODB_DATABASE: database, SWEEP_MS: '100' } };
const { ticketId } = TicketOpened.example;
let store: mongoose.Connection;

beforeAll(async () => {
  await freshTopics(supervisor);
  store = await mongoose.createConnection(process.env['MONGODB_URI'] ?? '', { dbName: database }).asPromise();
}, 60_000);
afterAll(async () => {
  await store.dropDatabase();
  await store.close();
  await freshTopics(supervisor);
}, 60_000);

const turns = () => store.collection('turns').find().toArray();

it('sees a turn begin', async () => {
  const opened = stamp(services.intake, TicketOpened.of(TicketOpened.example));
  await sendRecords(kafka, [opened]);
  expect(await killAtEveryStep(supervisor)).toEqual(['store turns.bulkWrite', 'committed']);
  expect(await turns()).toMatchObject([
    { _id: `${ticketId}.1`, escalated: null, doneAt: null, last: { id: opened.headers['ce_id'] } },
  ]);
}, 300_000);

it('tells of an overdue step, until it is told', async () => {
  const impatient = { ...supervisor, env: { ...supervisor.env, PLAN_SCALE: '0.001' } };
  expect(await lifeUntil(1, impatient)).toBe('store turns.updateOne'); // escalated, not told
  const [before] = await turns();
  expect(before).toMatchObject({ escalated: { step: 'triage' }, pending: [{ topic: TicketEscalated.topic }] });
  expect(await lifeUntil(1, impatient)).toBe('sent'); // told by the sweep, which could not note it
  // From now on it reads its own event beside, so what a step is depends on which is faster.
  for (const step of [2, 1, 2]) {
    // oxlint-disable-next-line no-await-in-loop -- one life after the other
    expect(await lifeUntil(step, impatient)).not.toBe('at rest');
  }
  const noted = async (): Promise<void> => {
    for (let [turn] = await turns(); turn?.['pending'].length > 0 || !turn?.['seen'].ticket_escalated;) {
      // oxlint-disable-next-line no-await-in-loop -- polling
      [turn] = await turns();
    }
  };
  expect(await lifeUntil(Infinity, impatient, noted)).toBe('at rest');

  const id = eventId(ticketId, 1, TicketEscalated.type);
  expect(await turns()).toMatchObject([{ escalated: before?.['escalated'], last: { id }, pending: [] }]);
  expect(withoutRepeats(await eventsOf(TicketEscalated, kafka))).toMatchObject([
    { id, causationId: before?.['last'].id, data: { ticketId, turn: 1, step: 'triage' } },
  ]);
}, 300_000);
