// The built service, real broker and store, and receivers that answer in every way.
import {
  type Contract,
  type DataOf,
  ReplyDelivered,
  services,
  TicketEscalated,
  TicketOpened,
  undeliveredStep,
} from '@throughline/contracts';
import { eventId, sendRecords, stamp } from '@throughline/messaging';
import { eventsOf, freshTopics, withoutRepeats } from '@throughline/platform/testing';
import mongoose from 'mongoose';
import { nothing, hangUp, Receiver, status, verified } from './support/receiver.ts';
import { database, endpointsFile, environment, Instance, kafka } from './support/service.ts';

let receiver: Receiver;
let store: mongoose.Connection;
let instances: Instance[];
const first = (): Instance => instances[0] as Instance;
const reply = [ReplyDelivered.name];

beforeAll(async () => {
  await freshTopics({ service: services.webhooks, kafka });
  store = await mongoose.createConnection(process.env['MONGODB_URI'] ?? '', { dbName: database }).asPromise();
  receiver = await new Receiver().start();
  const paths = ['steady', 'flaky', 'gone', 'refuses', 'silent'];
  const endpoints = paths.map(
    (path) => [path, { url: receiver.url(`/${path}`), events: [TicketOpened.name] }] as const,
  );
  const file = endpointsFile({
    ...Object.fromEntries(endpoints),
    channel: { url: receiver.url('/channel'), events: reply },
    other: { url: receiver.url('/other'), events: reply },
    closed: { url: receiver.url('/closed'), events: reply, allowPrivate: false },
  });
  receiver.answers('/flaky', status(500), hangUp, status(429, { 'retry-after': '0' }), status(200));
  receiver.answers('/gone', status(410));
  receiver.answers('/refuses', status(400));
  receiver.answers('/silent', nothing);
  receiver.answers('/channel', status(400), status(200));
  receiver.answers('/other', status(422));
  instances = await Promise.all([environment(file), environment(file)].map((env) => Instance.start(env)));
}, 120_000);

afterAll(async () => {
  await Promise.all(instances.map((i) => i.end()));
  await receiver.stop();
  await store.dropDatabase();
  await store.close();
  await freshTopics({ service: services.webhooks, kafka });
}, 120_000);

const emit = async <C extends Contract>(contract: C, ...given: Partial<DataOf<C>>[]): Promise<string[]> => {
  const all = given.map((data) => contract.of({ ...(contract.example as object), ...data }));
  const records = all.map((event) => stamp(services.intake, event));
  await sendRecords(kafka, records);
  return records.map((r) => r.headers['ce_id'] ?? '');
};

interface View {
  id: string;
  ticketId: string;
  state: string;
  attempts: number;
  last: unknown;
  redrives: unknown[];
}
const list = async (query: string): Promise<View[]> =>
  (await first().call('GET', `/v1/deliveries?${query}`)).body as View[];
/** The deliveries that a query finds, as soon as there are so many. */
async function found(query: string, count: number): Promise<View[]> {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- polling
    const all = await list(query);
    if (all.length >= count) return all;
  }
}

it('posts every event once to each endpoint, by two instances, whatever other endpoints do', async () => {
  const tickets = Array.from({ length: 40 }, (_, i) => ({ ticketId: `W-${i}`, customerId: `C-${i}` }));
  const ids = await emit(TicketOpened, ...tickets);
  expect(await found('endpoint=steady&state=delivered', 40)).toHaveLength(40);
  const got = receiver.at('/steady');
  expect(got).toHaveLength(40);
  expect(new Set(got.map((g) => verified(g)['id']))).toEqual(new Set(ids));
  expect(new Set(got.map((g) => g.headers['webhook-id'])).size).toBe(40);
  expect(got.map((g) => verified(g))).toContainEqual({
    specversion: '1.0',
    id: ids[0],
    source: '/throughline/intake',
    type: TicketOpened.type,
    time: expect.any(String),
    subject: 'W-0',
    datacontenttype: 'application/json',
    correlationid: ids[0],
    data: { ...TicketOpened.example, ...tickets[0] },
  });
  // One is taken in the end, however it failed before; the silent one never held up anybody.
  expect(await found('endpoint=flaky&state=delivered', 40)).toHaveLength(40);
  expect(receiver.at('/flaky')).toHaveLength(43);
  expect(await list('endpoint=silent&state=delivered')).toEqual([]);
  // What has arrived is not kept.
  const texts = await store.collection('deliveries').distinct('body', { endpoint: 'steady' });
  expect(texts).toEqual([null]);
}, 120_000);

it('gives up at once what is refused, and posts nothing more to an endpoint that is gone, until a person enables it', async () => {
  expect(await found('endpoint=refuses&state=dead', 40)).toHaveLength(40);
  expect(receiver.at('/refuses')).toHaveLength(40);
  const dead = await found('endpoint=gone&state=dead', 40);
  // Those that were under way when it said so, of two instances, four each.
  expect(receiver.at('/gone').length).toBeLessThanOrEqual(8);
  const id = dead[0]?.id ?? '';
  expect((await first().call('POST', `/v1/deliveries/${id}/redrive`, { why: 'it is back' })).status).toBe(409);
  expect((await first().call('POST', '/v1/endpoints/gone/enable')).status).toBe(204);
  receiver.answers('/gone', status(200));
  expect(await first().call('POST', `/v1/deliveries/${id}/redrive`, { why: 'it is back' })).toMatchObject({
    status: 202,
    body: { id, redrives: [{ by: 'maria', why: 'it is back', at: expect.any(String) }] },
  });
  expect(await found('endpoint=gone&state=delivered', 1)).toMatchObject([{ id, attempts: 1, last: { status: 200 } }]);
  expect((await first().call('POST', `/v1/deliveries/${id}/redrive`, { why: 'once more' })).status).toBe(409);
  expect((await first().call('POST', `/v1/deliveries/${id}/redrive`, {})).status).toBe(400);
  expect((await first().call('GET', '/v1/deliveries/nobody')).status).toBe(404);
  const others = withoutRepeats(await eventsOf(TicketEscalated, kafka));
  expect(others).toEqual([]); // no reply was among them: no person has to hear of it
}, 120_000);

it('tells a person of a reply that each of two endpoints refused, posts nothing into its own network, and delivers when redriven', async () => {
  const [id] = await emit(ReplyDelivered, { ticketId: 'R-1', turn: 3, deliveryId: 'R-1.3' });
  const dead = await found('state=dead&event=reply.delivered', 2);
  const told = async () => {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- polling
      const events = await eventsOf(TicketEscalated, kafka);
      if (events.length >= 2) return events;
    }
  };
  const escalated = await told();
  const { customerId } = ReplyDelivered.example;
  const ofEach = dead.map((d) => eventId(d.id, 0, TicketEscalated.type));
  expect(escalated.map((e) => e.id).toSorted()).toEqual(ofEach.toSorted());
  for (const { causationId, data } of escalated) {
    expect(causationId).toBe(id);
    const { reply: said } = ReplyDelivered.example;
    expect(data).toMatchObject({ ticketId: 'R-1', customerId, turn: 3, step: undeliveredStep, reply: said });
  }
  expect(escalated.map((e) => e.data.reason).toSorted()).toEqual([
    expect.stringMatching(
      /^endpoint channel did not take reply R-1\.3 for .*: answered 400\. Redrive webhook delivery msg_/,
    ),
    expect.stringMatching(/^endpoint other did not take reply R-1\.3 for .*: answered 422\./),
  ]);
  const [channel] = await list('state=dead&endpoint=channel');
  await first().call('POST', `/v1/deliveries/${channel?.id}/redrive`, { why: 'the receiver was put right' });
  await found('state=delivered&endpoint=channel', 1);
  const [refused, taken] = await receiver.has('/channel', 2);
  expect(taken?.headers['webhook-id']).toBe(refused?.headers['webhook-id']);
  expect(taken?.body).toBe(refused?.body);
  // A name may resolve wrongly for a while: such a post waits like one whose endpoint is away.
  const tried = async () => {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- polling
      const [closed] = await list('endpoint=closed');
      if (closed?.last) return closed;
    }
  };
  expect(await tried()).toMatchObject({
    state: 'pending',
    last: { detail: expect.stringMatching(/127\.0\.0\.1 is not on the public internet/) },
  });
  expect(receiver.at('/closed')).toEqual([]);
}, 120_000);

it('says how the endpoints do, and nothing of their secrets', async () => {
  const { body } = await first().call('GET', '/v1/endpoints');
  expect(body).toContainEqual(
    expect.objectContaining({
      name: 'silent',
      origin: new URL(receiver.url('/')).origin,
      pending: 40,
      dead: 0,
      disabled: null,
    }),
  );
  expect(JSON.stringify(body)).not.toMatch(/whsec_|silent\?|\/silent/);
  for (const { output } of instances) expect(output).not.toContain('whsec_');
});
