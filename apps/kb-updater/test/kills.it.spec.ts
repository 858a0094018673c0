// Killed after every single step, kb-updater ends where it would have ended without: one article, one kb.article.
import { KbArticle, services, TicketResolved } from '@throughline/contracts';
import { eventId, sendRecords, stamp } from '@throughline/messaging';
import { eventsOf, freshTopics, killAtEveryStep, lifeUntil, withoutRepeats } from '@throughline/platform/testing';
import mongoose from 'mongoose';
import { answered, ticket } from './given.ts';

const kafka = { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'test' };
const database = `kb-kills-${process.pid}`;
const token = 'a-token-for-this-test';
const kb = {
  service: services['kb-updater'],
  kafka,
  env: { MONGODB_DATABASE: database, API_TOKENS: `ops:${token}` },
};
let store: mongoose.Connection;

beforeAll(async () => {
  await freshTopics(kb);
  store = await mongoose.createConnection(process.env['MONGODB_URI'] ?? '', { dbName: database }).asPromise();
}, 60_000);
afterAll(async () => {
  await store.dropDatabase();
  await store.close();
  await freshTopics(kb);
}, 60_000);

const article = (articleId: string) => store.collection<{ _id: string }>('articles').findOne({ _id: articleId });
const told = async (articleId: string) =>
  (await eventsOf(KbArticle, kafka)).filter(({ data }) => data.articleId === articleId);

/** A person's answer teaches it. @returns the event's id, and the step that each life ended with */
async function teach(subject: string): Promise<{ id: string | undefined; lives: string[] }> {
  const text = 'We engrave metal lamps for €12 per word, at most 20 characters.';
  const resolved = { ...answered(text), ticketId: subject, ticket: ticket(subject, 'Do you engrave?') };
  const record = stamp(services.intake, TicketResolved.of(resolved));
  await sendRecords(kafka, [record]);
  const [written = '', ...lives] = await killAtEveryStep(kb);
  // Records and offsets go to different places, side by side; then all of it is committed.
  return { id: record.headers['ce_id'], lives: [written, ...lives.slice(0, -1).toSorted(), ...lives.slice(-1)] };
}

it('learns from two answers that are alike: one article, a kb.article each', async () => {
  const [lamp, bowl] = [await teach('Lamp'), await teach('Bowl')];
  expect(lamp.lives).toEqual(['store articles.insertOne', 'offsets sent', 'sent', 'committed']);
  expect(bowl.lives).toEqual(['store articles.updateOne', 'offsets sent', 'sent', 'committed']);
  expect(await article('learned-lamp')).toMatchObject({ revision: 2, taughtBy: [lamp.id, bowl.id] });
  expect(await told('learned-lamp')).toMatchObject([
    { causationId: lamp.id, data: { revision: 1, questions: ['Lamp. Do you engrave?'] } },
    { causationId: bowl.id, data: { revision: 2, questions: ['Lamp. Do you engrave?', 'Bowl. Do you engrave?'] } },
  ]);
}, 300_000);

it('tells of an article that is stated over HTTP, until it is told', async () => {
  const state = async (url: string): Promise<void> => {
    const response = await fetch(`${url}/v1/articles/hours`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Hours', body: 'From nine to five.' }),
    });
    // Who heard nothing says it again: that changes nothing.
    expect(await response.json()).toMatchObject({ articleId: 'hours', revision: 1, changed: false });
  };
  expect(await lifeUntil(1, kb, state)).toBe('store articles.insertOne'); // not told
  expect(await article('hours')).toMatchObject({ revision: 1, pending: [{ topic: KbArticle.topic }] });
  expect(await lifeUntil(1, kb)).toBe('sent'); // told by the sweep, which could not note it
  expect(await lifeUntil(2, kb)).toBe('store articles.updateOne'); // told again, and noted
  expect(await lifeUntil(Infinity, kb, state)).toBe('at rest');
  expect(await article('hours')).toMatchObject({ revision: 1, pending: [] });
  expect(withoutRepeats(await told('hours'))).toMatchObject([
    { id: eventId(KbArticle.type, 'hours', 1), data: { revision: 1, body: 'From nine to five.' } },
  ]);
}, 300_000);
