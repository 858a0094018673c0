// Killed after every single step, intake ends where it would have ended without.
import {
  ReplyApproved,
  ReplyDelivered,
  services,
  TicketOpened,
  TicketReceived,
  TicketResolved,
} from '@throughline/contracts';
import { type OutgoingRecord, sendRecords, stamp } from '@throughline/messaging';
import { eventsOf, freshTopics, killAtEveryStep } from '@throughline/platform/testing';
import mongoose from 'mongoose';

const kafka = { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'test' };
const database = `intake-kills-${process.pid}`;
const intake = { service: services.intake, kafka, env: { MONGODB_DATABASE: database } };
const elsewhere = { name: 'elsewhere', emits: [TicketReceived, ReplyApproved] };
const { ticketId, customerId } = ReplyApproved.example;
let store: mongoose.Connection;

beforeAll(async () => {
  await freshTopics(intake);
  store = await mongoose.createConnection(process.env['MONGODB_URI'] ?? '', { dbName: database }).asPromise();
}, 60_000);
afterAll(async () => {
  await store.dropDatabase();
  await store.close();
  await freshTopics(intake);
}, 60_000);

const livesWith = async (record: OutgoingRecord): Promise<string[]> => {
  await sendRecords(kafka, [record]);
  return killAtEveryStep(intake);
};
const documents = (collection: string) => store.collection(collection).find().toArray();

it('takes a message in: one turn, one ticket.opened', async () => {
  const lives = await livesWith(
    stamp(elsewhere, TicketReceived.of({ ...TicketReceived.example, ticketId, customerId })),
  );
  expect(lives.filter((end) => end.startsWith('store')).length).toBeGreaterThanOrEqual(4);
  // Records and offsets go to different places, side by side; then all of it is committed.
  expect(lives.slice(-3, -1).toSorted()).toEqual(['offsets sent', 'sent']);
  expect(lives.at(-1)).toBe('committed');
  expect(await documents('tickets')).toMatchObject([{ _id: ticketId, turn: 1, turns: [{ text: expect.any(String) }] }]);
  expect(await eventsOf(TicketOpened, kafka)).toMatchObject([{ data: { ticketId, turn: 1 } }]);
}, 300_000);

it('says a reply: once to the customer, one reply.delivered, one ticket.resolved', async () => {
  await livesWith(stamp(elsewhere, ReplyApproved.of(ReplyApproved.example)));
  const { text } = ReplyApproved.example.reply;
  expect(await documents('mailbox')).toMatchObject([{ _id: `${ticketId}.1`, text }]);
  expect(await documents('tickets')).toMatchObject([{ turn: 1, deliveries: { 1: { text } } }]);
  expect(await documents('customers')).toMatchObject([{ _id: customerId, history: [{ ticketId, answer: text }] }]);
  expect(await eventsOf(ReplyDelivered, kafka)).toMatchObject([{ data: { ticketId, turn: 1 } }]);
  expect(await eventsOf(TicketResolved, kafka)).toMatchObject([{ data: { ticketId, turn: 1 } }]);
}, 300_000);
