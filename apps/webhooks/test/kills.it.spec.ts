// Killed after every single step, webhooks posts all the same; at least once, always the same under the same webhook-id.
import { ReplyDelivered, services, TicketEscalated } from '@throughline/contracts';
import { eventId, sendRecords, stamp } from '@throughline/messaging';
import { eventsOf, freshTopics, lifeUntil, type Mortal } from '@throughline/platform/testing';
import mongoose from 'mongoose';
import { Receiver, status } from './support/receiver.ts';
import { database, endpointsFile, environment, Instance, kafka, redrive } from './support/service.ts';

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

const mortal = (path: string, pollMs: number) => {
  const file = endpointsFile({ [path]: { url: receiver.url(`/${path}`), events: [ReplyDelivered.name] } });
  // A short time-out, for a life that claims and dies keeps the delivery from the next one four times as long.
  return {
    service: services.webhooks,
    kafka,
    env: environment(file, { WEBHOOKS_TIMEOUT_MS: '100', WEBHOOKS_POLL_MS: String(pollMs) }),
  };
};

/** What has come of the one delivery to an endpoint is written down and told. */
async function settled(endpoint: string, state: string): Promise<void> {
  for (let [d] = await deliveries(endpoint); d?.['state'] !== state || d['pending'].length > 0;) {
    // oxlint-disable-next-line no-await-in-loop -- polling
    [d] = await deliveries(endpoint);
  }
}

/** Lives that end after a step, after the next, and so on, until one has no more to do than `meanwhile`. */
async function lives(one: Mortal, from: number, meanwhile: (url: string) => Promise<unknown>): Promise<string[]> {
  const ends: string[] = [];
  for (let step = from; ends.at(-1) !== 'at rest'; step++) {
    // oxlint-disable-next-line no-await-in-loop -- one life after the other
    ends.push(await lifeUntil(step, one, meanwhile));
  }
  return ends;
}

/** Lives with one reply that came after the first of them. */
async function livesWithReply(path: string, state: string): Promise<string[]> {
  // Looks for what is due at the start and when something comes: a look is a step, too.
  const one = mortal(path, 600_000);
  const first = await lifeUntil(1, one); // it knows the endpoint, which gets what comes from now on
  await sendRecords(kafka, [stamp(services.intake, ReplyDelivered.of({ ...ReplyDelivered.example, ticketId: path }))]);
  return [first, ...(await lives(one, 2, () => settled(path, state)))];
}

it('posts what is taken, at least once, as one delivery', async () => {
  const ends = await livesWithReply('taken', 'delivered');
  expect(ends.slice(0, 3)).toEqual([
    'store endpoints.findOneAndUpdate',
    'store deliveries.findOneAndUpdate',
    'store deliveries.bulkWrite',
  ]);
  const got = receiver.at('/taken');
  expect(got.length).toBeGreaterThanOrEqual(1);
  expect(new Set(got.map((g) => `${g.headers['webhook-id']} ${g.body}`)).size).toBe(1);
  expect(await deliveries('taken')).toMatchObject([{ state: 'delivered', body: null }]);
}, 300_000);

it('tells a person of a refused reply: of each time that it died, at least once, and of nothing else', async () => {
  receiver.answers('/refused', status(422));
  await livesWithReply('refused', 'dead');
  const [{ _id: id } = {}] = await deliveries('refused');
  const ends = await lives(mortal('refused', 600_000), 2, async (url) => {
    await redrive(`${url}/v1/deliveries/${String(id)}/redrive`);
    await settled('refused', 'dead');
  });
  expect(ends).toContain('store deliveries.updateOne');
  const [delivery] = await deliveries('refused');
  expect(delivery).toMatchObject({ state: 'dead', pending: [], last: { status: 422 } });
  const told = (await eventsOf(TicketEscalated, kafka)).filter((e) => e.data.ticketId === 'refused');
  const deaths = Array.from({ length: delivery?.['redrives'].length + 1 }, (_, n) => n);
  const ids = deaths.map((n) => eventId(String(id), n, TicketEscalated.type));
  expect(new Set(told.map((e) => e.id))).toEqual(new Set(ids));
  expect(new Set(told.map((e) => e.time)).size).toBe(deaths.length);
}, 300_000);

it('posts again what was under way when it was killed, as the same delivery', async () => {
  const { env } = mortal('slow', 50);
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
