import { EnsembleClassifier } from '../src/index.ts';
import { wordEmbedder } from './setup/word-embedder.ts';

const subjects = ['parcel', 'refund', 'password', 'invoice', 'tent', 'newsletter'];
const intents = subjects.map((id) => ({
  id,
  examples: [
    `my ${id} is late`,
    `a question on the ${id}`,
    `${id} trouble`,
    `where can the ${id} be`,
    `the ${id} again`,
  ],
}));

it('tells what a message is about, best first, with probabilities', async () => {
  const classifier = await EnsembleClassifier.train(wordEmbedder, intents);
  const { candidates, outOfScope } = await classifier.classify('my refund is late again');
  expect(candidates[0]!.id).toBe('refund');
  expect(candidates.every(({ confidence }, i) => confidence <= (candidates[i - 1]?.confidence ?? 1))).toBe(true);
  expect(outOfScope).toBe(false);
});

it('says when a message is about nothing it knows', async () => {
  const classifier = await EnsembleClassifier.train(wordEmbedder, intents);
  expect(await classifier.classify('gardeners admire yellow zebras')).toMatchObject({ outOfScope: true });
  expect(await classifier.classify('123')).toEqual({ candidates: [], outOfScope: true, similarity: 0, score: 0 });
});

it('takes a single word for no question', async () => {
  const classifier = await EnsembleClassifier.train(wordEmbedder, intents);
  expect(await classifier.classify('Refund!')).toMatchObject({ outOfScope: true });
  expect(await classifier.classify('refund late')).toMatchObject({ outOfScope: false });
  expect(await classifier.classify('Hello, hi there, refund?')).toMatchObject({ outOfScope: true });
});

it('finds the one sentence that matters', async () => {
  const classifier = await EnsembleClassifier.train(wordEmbedder, intents);
  const text = 'Gardeners admire yellow zebras. They sing loudly. I have password trouble. Greet everybody warmly.';
  expect((await classifier.classify(text)).candidates[0]!.id).toBe('password');
});

it('learns the same from the same examples', async () => {
  const [a, b] = [
    await EnsembleClassifier.train(wordEmbedder, intents),
    await EnsembleClassifier.train(wordEmbedder, intents),
  ];
  expect(await a.classify('invoice please')).toEqual(await b.classify('invoice please'));
});

it.each([
  ['no intent', []],
  ['an intent without examples', [{ id: 'x', examples: [] }]],
])('refuses %s and says where to add', async (_, wrong) => {
  await expect(EnsembleClassifier.train(wordEmbedder, wrong)).rejects.toThrow('taxonomy.yaml');
});

it('says of each sentence what it is about by itself where asked to', async () => {
  const classifier = await EnsembleClassifier.train(wordEmbedder, intents);
  const text = 'My refund is late. Also I have password trouble.';
  const { sentences } = await classifier.classify(text, { everySentence: true });
  expect(sentences?.map((sentence) => [sentence.text, sentence.candidates[0]!.id])).toEqual([
    ['My refund is late.', 'refund'],
    ['Also I have password trouble.', 'password'],
  ]);
  expect((await classifier.classify('My refund is late.', { everySentence: true })).sentences).toBeUndefined();
});

it('asks about the sentences of a text that is not clear, and of no other', async () => {
  const classifier = await EnsembleClassifier.train(wordEmbedder, intents);
  const clear = await classifier.classify('My refund is late. My refund is late!');
  expect([clear.candidates[0]!.id, clear.sentences]).toEqual(['refund', undefined]);
  const wrapped = await classifier.classify(
    'Gardeners admire yellow zebras. They sing loudly. I have password trouble.',
  );
  expect(wrapped.sentences).toHaveLength(3);
});
