// Killed after every single step, kb-updater ends where it would have ended without: one article, one kb.article.
import { KbArticle, ReviewRequested, services, TicketResolved } from '@throughline/contracts';
import { eventId, stamp } from '@throughline/messaging';
import { eventsOf, groundsOf, lifeUntil, livesWith, withoutRepeats } from '@throughline/platform/testing';
import { answered, ticket } from './given.ts';
import { modelDir } from './model-dir.ts';

const token = 'a-token-for-this-test';
const kb = groundsOf(services['kb-updater'], { API_TOKENS: `ops:${token}`, MODEL_DIR: modelDir() });
const { kafka, store } = kb;

beforeAll(kb.open, 60_000);
afterAll(kb.close, 60_000);

const article = (articleId: string) => store.collection<{ _id: string }>('articles').findOne({ _id: articleId });
const told = async (articleId: string) =>
  (await eventsOf(KbArticle, kafka)).filter(({ data }) => data.articleId === articleId);

/** A person's answer teaches it. @returns the event's id, and the step that each life ended with */
async function teach(subject: string, price = '€12'): Promise<{ id: string | undefined; lives: string[] }> {
  const text = `We engrave metal lamps for ${price} per word, at most 20 characters.`;
  const resolved = { ...answered(text), ticketId: subject, ticket: ticket(subject, 'Do you engrave?') };
  const record = stamp(services.intake, TicketResolved.of(resolved));
  const lives = await livesWith(kb, record);
  const written = lives.filter((end) => end.startsWith('store'));
  // Records and offsets go to different places, side by side; then all of it is committed.
  const rest = lives.slice(written.length);
  return { id: record.headers['ce_id'], lives: [...written, ...rest.slice(0, -1).toSorted(), ...rest.slice(-1)] };
}

it('learns from two answers that are alike: one article, a kb.article each', async () => {
  const [lamp, bowl] = [await teach('Lamp'), await teach('Bowl')];
  expect(lamp.lives).toEqual(['store articles.insertOne', 'offsets sent', 'sent', 'committed']);
  const revised = ['store revisions.updateOne', 'store articles.updateOne'];
  expect(bowl.lives).toEqual([...revised, 'offsets sent', 'sent', 'committed']);
  expect(await kb.documents('revisions')).toMatchObject([{ _id: 'learned-lamp@1', article: { revision: 1 } }]);
  expect(await article('learned-lamp')).toMatchObject({ revision: 2, taughtBy: [lamp.id, bowl.id] });
  expect(await told('learned-lamp')).toMatchObject([
    { causationId: lamp.id, data: { revision: 1, questions: ['Lamp. Do you engrave?'] } },
    { causationId: bowl.id, data: { revision: 2, questions: ['Lamp. Do you engrave?', 'Bowl. Do you engrave?'] } },
  ]);
}, 300_000);

it('asks a person once where an answer contradicts what was taught', async () => {
  const mug = await teach('Mug', '€19');
  expect(mug.lives).toEqual(['store conflicts.updateOne', 'offsets sent', 'sent', 'committed']);
  expect(await kb.documents('conflicts')).toMatchObject([
    { _id: 'kb.learned-mug', there: { articleId: 'learned-lamp' } },
  ]);
  expect(await eventsOf(ReviewRequested, kafka)).toMatchObject([
    {
      causationId: mug.id,
      data: { reviewId: 'kb.learned-mug', kind: 'conflict', knowledge: { article: { revision: 2 } } },
    },
  ]);
}, 300_000);

it('retires an article on trial when its customers come back: one use a turn, one kb.article', async () => {
  const citations = [{ articleId: 'learned-lamp', revision: 2, quote: 'x' }];
  const reply = { text: 'x', kind: 'answer' as const, author: { kind: 'agent' as const, id: 'drafter' }, citations };
  const said = (turn: number, more = {}) =>
    stamp(services.intake, TicketResolved.of({ ...answered('x'), ticketId: 'Q', turn, reply, ...more }));
  expect(await livesWith(kb, said(1))).toEqual(['store uses.updateOne', 'committed']);
  await livesWith(kb, said(2));
  const last = await livesWith(kb, said(3, { reply: { ...reply, citations: [] } }));
  // Judged, kept, retired with its event beside it, sent; what died there is sent by the sweep of the next life.
  expect([...new Set(last)]).toEqual([
    'store uses.updateOne',
    'store revisions.updateOne',
    'store articles.updateOne',
    'sent',
    'committed',
  ]);
  expect(await kb.documents('uses')).toMatchObject([
    { _id: 'learned-lamp@Q.1', verdict: 'against' },
    { _id: 'learned-lamp@Q.2', verdict: 'against' },
  ]);
  expect(await article('learned-lamp')).toMatchObject({ revision: 3, status: 'retracted', pending: [] });
  expect(withoutRepeats(await told('learned-lamp')).slice(2)).toMatchObject([{ data: { revision: 3 } }]);
}, 300_000);

it('asks once for a review of what a retracted article was quoted in, wherever it died', async () => {
  const citations = [{ articleId: 'fees', revision: 1, quote: 'x' }];
  const reply = { text: 'x', kind: 'answer' as const, author: { kind: 'agent' as const, id: 'drafter' }, citations };
  const ask = (method: string, path: string, body?: object) => async (url: string) => {
    const headers = { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) };
    await fetch(`${url}/v1/articles/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
  };
  expect(await lifeUntil(Infinity, kb, ask('PUT', 'fees', { title: 'Fees', body: 'It is €3.' }))).toBe('at rest');
  await livesWith(kb, stamp(services.intake, TicketResolved.of({ ...answered('x'), ticketId: 'R', reply })));
  const ends: string[] = [];
  const retract = ask('DELETE', 'fees?why=wrong');
  // One step further each time; what the sweeps at boot do first are steps, too.
  for (let n = 1; ends.at(-1) !== 'at rest'; n++) ends.push(await lifeUntil(n, kb, retract));
  expect(await article('fees')).toMatchObject({ revision: 2, status: 'retracted', pending: [], reviewsDue: false });
  const asked = (await eventsOf(ReviewRequested, kafka)).filter(({ data }) => data.ticketId === 'R');
  expect(withoutRepeats(asked)).toMatchObject([{ data: { reviewId: 'kb.fees@R.1', kind: 'conflict' } }]);
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
