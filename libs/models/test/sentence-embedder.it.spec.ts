import { SentenceEmbedder, dot, EnsembleClassifier, HybridRetriever, type Article } from '../src/index.ts';
import { modelDir } from './setup/model-dir.ts';

const article = (articleId: string, title: string, body: string): Article => ({
  articleId,
  revision: 1,
  title,
  intents: [],
  questions: [],
  body,
  status: 'active',
  origin: { kind: 'workspace' },
  updatedAt: '2026-03-01T00:00:00.000Z',
});

let embedder: SentenceEmbedder;
beforeAll(async () => {
  embedder = await SentenceEmbedder.load(modelDir());
});

it('puts what means the same side by side', async () => {
  const [a, b, c] = await embedder.embed(['Where is my parcel?', 'My package has not arrived', 'I forgot my password']);
  expect(dot(a!, a!)).toBeCloseTo(1, 4);
  expect(dot(a!, b!)).toBeGreaterThan(dot(a!, c!) + 0.1);
});

it('leaves unrelated texts around a cosine of 0.5, where the thresholds expect them', async () => {
  const texts = [
    'Where is my parcel?',
    'I forgot my password',
    'Do you repair tents?',
    'The invoice lacks our VAT number',
  ];
  const vectors = await embedder.embed(texts);
  const cosines = vectors.flatMap((a, i) => vectors.slice(i + 1).map((b) => dot(a, b)));
  const mean = cosines.reduce((sum, cosine) => sum + cosine, 0) / cosines.length;
  expect(mean).toBeGreaterThan(0.45);
  expect(mean).toBeLessThan(0.56);
});

it('gives a text the same vector, whatever it is asked beside', async () => {
  const texts = Array.from({ length: 40 }, (_, i) => `${'very '.repeat(i % 7)}long message number ${i}`);
  const together = await embedder.embed(texts);
  const fresh = await SentenceEmbedder.load(modelDir());
  for (const i of [0, 13, 39]) {
    const [alone] = await fresh.embed([texts[i]!]);
    expect(alone).toEqual(together[i]);
  }
});

it('takes texts of any length', async () => {
  const [long, none] = await embedder.embed(['word '.repeat(50_000), '']);
  expect([long!.length, none!.length]).toEqual([769, 769]);
});

it('learns intents from five examples and knows what it does not know', async () => {
  const classifier = await EnsembleClassifier.train(embedder, [
    {
      id: 'track',
      examples: ['Where is my order?', 'My parcel is late', 'track my package', 'has it shipped', 'no delivery yet'],
    },
    {
      id: 'login',
      examples: ['I forgot my password', 'cannot sign in', 'reset link expired', 'locked out', 'login fails'],
    },
    {
      id: 'return',
      examples: ['How do I return it?', 'send it back', 'return label', 'returns policy', 'want to return shoes'],
    },
    {
      id: 'invoice',
      examples: ['I need an invoice', 'where is my receipt', 'VAT bill', 'invoice copy', 'company name on invoice'],
    },
    {
      id: 'hours',
      examples: ['When are you open?', 'opening times', 'open on Sunday?', 'phone hours', 'is the shop closed'],
    },
  ]);
  const about = async (text: string) => (await classifier.classify(text)).candidates[0]!.id;
  expect(await about("It's been ten days and nothing has been delivered")).toBe('track');
  expect(await about('my credentials are not accepted')).toBe('login');
  expect((await classifier.classify('What is the capital of Peru?')).outOfScope).toBe(true);
});

it('finds the paragraph that answers, in other words', async () => {
  const retriever = new HybridRetriever(embedder);
  const refunds = 'We pay you back within five working days.\n\nGift cards are topped up at once.';
  await retriever.put(article('refunds', 'How long a refund takes', refunds));
  await retriever.put(article('tents', 'Care for tents', 'Dry the tent before you pack it.'));
  const [first] = await retriever.search('by when is the money back on my account', { k: 3 });
  expect(first).toMatchObject({ articleId: 'refunds', position: 0 });
});
