// Killed after every single step, the desk ends where it would have ended without; what people do is told at least once,
// each time with the same id.
import { ReplyDelivered, ReviewClaimed, ReviewDecided, ReviewRequested, services } from '@throughline/contracts';
import { eventId, type OutgoingRecord, sendRecords, stamp } from '@throughline/messaging';
import { eventsOf, freshTopics, killAtEveryStep, lifeUntil, withoutRepeats } from '@throughline/platform/testing';
import mongoose from 'mongoose';

const kafka = { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'test' };
const database = `desk-kills-${process.pid}`;
const token = 'a-token-for-this-test';
const desk = { service: services.desk, kafka, env: { MONGODB_DATABASE: database, API_TOKENS: `ann:${token}` } };
const { reviewId, ticketId } = ReviewRequested.example;
let store: mongoose.Connection;

beforeAll(async () => {
  await freshTopics(desk);
  store = await mongoose.createConnection(process.env['MONGODB_URI'] ?? '', { dbName: database }).asPromise();
}, 60_000);
afterAll(async () => {
  await store.dropDatabase();
  await store.close();
  await freshTopics(desk);
}, 60_000);

const livesWith = async (record: OutgoingRecord): Promise<string[]> => {
  await sendRecords(kafka, [record]);
  return killAtEveryStep(desk);
};
const documents = (collection: string) => store.collection(collection).find().toArray();

/** Ann goes on with the review as she finds it, not knowing what became of her last request. */
async function ann(url: string): Promise<void> {
  const ask = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const response = await fetch(`${url}/v1/reviews/${reviewId}${path}`, {
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Record<string, unknown>;
  };
  const { state, shown } = await ask('');
  if (state === 'open') await ask('/claim', {});
  if (state === 'claimed') await ask('/decide', { action: 'write', text: 'It left today.', shown });
}

it('opens one review for a request', async () => {
  const request = stamp(services.router, ReviewRequested.of(ReviewRequested.example));
  expect(await livesWith(request)).toEqual(['store reviews.insertOne', 'committed']);
  expect(await documents('reviews')).toMatchObject([
    { _id: reviewId, state: 'open', version: 1, seen: [request.headers['ce_id']] },
  ]);
}, 300_000);

it('tells of a claim and of a decision, until it is told', async () => {
  expect(await lifeUntil(1, desk, ann)).toBe('store reviews.updateOne'); // claimed, not told
  expect(await documents('reviews')).toMatchObject([{ state: 'claimed', pending: [{ topic: ReviewClaimed.topic }] }]);
  expect(await lifeUntil(1, desk)).toBe('sent'); // told by the sweep, which could not note it
  expect(await lifeUntil(2, desk)).toBe('store reviews.updateOne'); // told again, and noted
  expect(await documents('reviews')).toMatchObject([{ state: 'claimed', pending: [] }]);
  expect(await lifeUntil(2, desk, ann)).toBe('sent'); // decided and told, not noted
  expect(await lifeUntil(2, desk)).toBe('store reviews.updateOne');
  expect(await lifeUntil(Infinity, desk, ann)).toBe('at rest');

  const decision = { id: eventId(ReviewDecided.type, reviewId, 1, 'write', 2), text: 'It left today.' };
  expect(await documents('reviews')).toMatchObject([
    { state: 'decided', moves: 2, pending: [], decisions: [{ eventId: decision.id, by: 'ann' }] },
  ]);
  expect(withoutRepeats(await eventsOf(ReviewClaimed, kafka))).toMatchObject([
    { id: eventId(ReviewClaimed.type, reviewId, 1, 'claimed', 1), data: { reviewId, status: 'claimed' } },
  ]);
  expect(withoutRepeats(await eventsOf(ReviewDecided, kafka))).toMatchObject([
    { id: decision.id, data: { reviewId, action: 'write', text: decision.text } },
  ]);
}, 300_000);

it('ends the review with its reply', async () => {
  const delivered = stamp(services.intake, ReplyDelivered.of(ReplyDelivered.example));
  expect(await livesWith(delivered)).toEqual(['store endings.updateOne', 'store reviews.updateOne', 'committed']);
  expect(await documents('endings')).toMatchObject([{ _id: ticketId, answered: 1 }]);
  expect(await documents('reviews')).toMatchObject([{ state: 'answered', moves: 2, pending: [] }]);
}, 300_000);
