import { HybridRetriever, type Article } from '../src/index.ts';
import { wordEmbedder } from './setup/word-embedder.ts';

const article = (articleId: string, body: string, more: Partial<Article> = {}): Article => ({
  articleId,
  revision: 1,
  title: articleId,
  intents: [],
  questions: [],
  body,
  status: 'active',
  origin: { kind: 'workspace' },
  updatedAt: '2026-03-01T00:00:00.000Z',
  ...more,
});

async function retriever(...articles: Article[]): Promise<HybridRetriever> {
  const found = new HybridRetriever(wordEmbedder);
  await Promise.all(articles.map((each) => found.put(each)));
  return found;
}
const ids = async (found: HybridRetriever, text: string, intent?: string): Promise<string[]> =>
  (await found.search(text, { k: 3, intent })).map(({ articleId }) => articleId);

const refund = article('refund', 'Refunds take five days.\n\nCards take longer.');
const tent = article('tent', 'Dry the tent before you pack it.');

it('finds the paragraph, quoted word for word', async () => {
  const [first] = await (await retriever(refund, tent)).search('how long until cards get it', { k: 1 });
  expect(first).toMatchObject({ articleId: 'refund', revision: 1, quote: 'Cards take longer.', position: 1 });
});

it('finds an article by a sample question', async () => {
  const asked = article('money', 'Five days.', { questions: ['When is the purchase price paid back?'] });
  expect((await ids(await retriever(tent, asked), 'purchase price paid back when'))[0]).toBe('money');
});

it('prefers articles of the intent', async () => {
  const [a, b] = [article('a', 'Send it back.', { intents: ['x'] }), article('b', 'Send it back.', { intents: ['y'] })];
  expect((await ids(await retriever(a, b), 'send it back', 'y'))[0]).toBe('b');
});

it('answers with the new revision once it is put', async () => {
  const found = await retriever(refund, tent);
  await found.put({ ...refund, revision: 2, body: 'Refunds take three days.' });
  const passages = await found.search('refunds take how many days', { k: 5 });
  expect(
    passages.filter(({ articleId }) => articleId === 'refund').map(({ revision, quote }) => [revision, quote]),
  ).toEqual([[2, 'Refunds take three days.']]);
});

it('keeps what was put last when two puts overlap', async () => {
  const found = await retriever();
  await Promise.all([found.put(refund), found.put({ ...refund, revision: 2, body: 'Refunds take three days.' })]);
  expect(found.article('refund')?.revision).toBe(2);
});

it('forgets what was removed or retracted, even while it is being put', async () => {
  const found = await retriever(refund, tent);
  const late = found.put({ ...refund, revision: 2 });
  found.remove('refund');
  await late;
  await found.put({ ...tent, status: 'retracted' });
  expect(await ids(found, 'refund tent')).toEqual([]);
});
