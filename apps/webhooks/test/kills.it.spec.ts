// Killed after every single step, webhooks posts all the same; at least once, always the same under the same webhook-id.
import { ReplyDelivered, services, TicketEscalated } from '@throughline/contracts';
import { eventId, sendRecords, stamp } from '@throughline/messaging';
import { eventsOf, freshTopics, lifeUntil, withoutRepeats } from '@throughline/platform/testing';
import mongoose from 'mongoose';
import { Receiver, status } from './support/receiver.ts';
import { database, endpointsFile, environment, Instance, kafka } from './support/service.ts';

let receiver: Receiver;
let store: mongoose.Connection;
const deliveries = (endpoint: string) => store.collection('deliveries').find({ endpoint }).toArray();

beforeAll(async () => {
  await freshTopics({ service: services.webhooks, kafka });
  store = await mongoose.createConnection(process.env['MONGODB_URI'] ?? '', { dbName: database }).asPromise();
  receiver = await new Receiver().start();
}, 60_000);
afterAll(async () => {
  await receiver.stop();
  await store.dropDatabase();
  await store.close();
  await freshTopics({ service: services.webhooks, kafka });
}, 60_000);

const mortal = (path: string) => {
  const file = endpointsFile({ [path]: { url: receiver.url(`/${path}`), events: [ReplyDelivered.name] } });
  // A short time-out, for a life that claims and dies keeps the delivery from the next one four times as long.
  return { service: services.webhooks, kafka, env: environment(file, { WEBHOOKS_TIMEOUT_MS: '100' }) };
};

/** Lives that end after their first step, their second, and so on, until one has nothing more to do. */
async function lives(path: string, state: string): Promise<string[]> {
  const settled = async (): Promise<void> => {
    // oxlint-disable-next-line no-await-in-loop -- polling
    for (let [d] = await deliveries(path); d?.['state'] !== state || d['pending'].length > 0;)
      [d] = await deliveries(path);
  };
  const one = mortal(path);
  const ends = [await lifeUntil(1, one)]; // it knows the endpoint, which gets what comes from now on
  await sendRecords(kafka, [stamp(services.intake, ReplyDelivered.of({ ...ReplyDelivered.example, ticketId: path }))]);
  for (let step = 2; ends.at(-1) !== 'at rest'; step++) {
    // oxlint-disable-next-line no-await-in-loop -- one life after the other
    ends.push(await lifeUntil(step, one, settled));
  }
  return ends;
}

it('posts what is taken, at least once, as one delivery', async () => {
  const ends = await lives('taken', 'delivered');
  expect(ends).toEqual(expect.arrayContaining(['store endpoints.findOneAndUpdate', 'store deliveries.bulkWrite']));
  const got = receiver.at('/taken');
  expect(got.length).toBeGreaterThanOrEqual(1);
  expect(new Set(got.map((g) => `${g.headers['webhook-id']} ${g.body}`)).size).toBe(1);
  expect(await deliveries('taken')).toMatchObject([{ state: 'delivered', body: null }]);
}, 300_000);

it('tells of a refused reply, until it is told', async () => {
  receiver.answers('/refused', status(422));
  await lives('refused', 'dead');
  expect(await deliveries('refused')).toMatchObject([{ state: 'dead', pending: [], last: { status: 422 } }]);
  const told = withoutRepeats(await eventsOf(TicketEscalated, kafka)).filter((e) => e.data.ticketId === 'refused');
  expect(told).toMatchObject([{ id: eventId('refused', 1, TicketEscalated.type), data: { turn: 1, step: 'webhook' } }]);
}, 300_000);

it('posts again what was under way when it was killed, as the same delivery', async () => {
  const { env } = mortal('slow');
  const killed: Promise<void>[] = [];
  let instance = await Instance.start(env);
  receiver.answers('/slow', () => void killed.push(instance.end('SIGKILL')), status(200));
  await sendRecords(kafka, [
    stamp(services.intake, ReplyDelivered.of({ ...ReplyDelivered.example, ticketId: 'slow' })),
  ]);
  await receiver.has('/slow', 1);
  await Promise.all(killed);
  instance = await Instance.start(env);
  const [first, second] = await receiver.has('/slow', 2);
  expect(second?.headers['webhook-id']).toBe(first?.headers['webhook-id']);
  expect(second?.body).toBe(first?.body);
  await instance.end();
  // It drained: what came of the post is written down.
  expect(await deliveries('slow')).toMatchObject([{ state: 'delivered', attempts: 2 }]);
}, 120_000);
