// Deliveries that nobody came to try, on the real store and broker.
import { ReplyDelivered, services, TicketEscalated, TicketOpened } from '@throughline/contracts';
import { EventPublisher, stamp } from '@throughline/messaging';
import { eventsOf, freshTopics } from '@throughline/platform/testing';
import mongoose from 'mongoose';
import { DeliveryStore } from '../src/delivery.store.ts';
import { DeliveryDoc, schemas } from '../src/schemas.ts';
import { database, kafka } from './support/service.ts';

const publisher = new EventPublisher({ declaration: services.webhooks, brokers: kafka.brokers });
let connection: mongoose.Connection;
let deliveries: mongoose.Model<DeliveryDoc>;

beforeAll(async () => {
  await freshTopics({ service: services.webhooks, kafka });
  connection = await mongoose.createConnection(process.env['MONGODB_URI'] ?? '', { dbName: database }).asPromise();
  deliveries = connection.model<DeliveryDoc>(DeliveryDoc.name, schemas[0]?.schema);
  // As the services do: what is written while an index is made would race with it.
  await deliveries.init();
}, 60_000);
afterAll(async () => {
  await publisher.onApplicationShutdown();
  await connection.dropDatabase();
  await connection.close();
  await freshTopics({ service: services.webhooks, kafka });
}, 60_000);

it('ends all whose time is over, however many, and tells a person of a reply among them', async () => {
  const store = new DeliveryStore(deliveries, publisher);
  const reply = stamp(services.intake, ReplyDelivered.of(ReplyDelivered.example));
  const { headers, value } = reply;
  const body = JSON.stringify({
    id: headers['ce_id'],
    correlationid: headers['ce_correlationid'],
    data: JSON.parse(value ?? ''),
  });
  const [first, now] = [new Date('2026-03-02T12:00:00Z'), new Date('2026-03-03T13:00:00Z')];
  const many = Array.from({ length: 250 }, (_, n) => ({ _id: `msg_${n}`, event: TicketOpened.name, body: '{}' }));
  const all = [...many, { _id: 'msg_reply', event: ReplyDelivered.name, body }];
  const removed = { endpoint: 'removed' };
  await store.add(
    all.map((d) => ({ ...removed, ...d })),
    first,
    86_400_000,
  );
  await store.add([{ _id: 'msg_late', event: TicketOpened.name, body: '{}', ...removed }], now, 86_400_000);
  await store.expire(now);
  expect(await store.count('removed', 'dead')).toBe(251);
  expect(await store.count('removed', 'pending')).toBe(1);
  expect(await eventsOf(TicketEscalated, kafka)).toMatchObject([
    {
      causationId: headers['ce_id'],
      data: { reason: expect.stringContaining('its time is over; at last it was not tried') },
    },
  ]);
}, 60_000);
