import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EnsembleClassifier, type Embedder, LearnedCache } from '../src/index.ts';
import { LEARNER, learnedKey } from '../src/learned-cache.ts';
import { wordEmbedder } from './setup/word-embedder.ts';

const subjects = ['parcel', 'refund', 'password', 'invoice', 'tent', 'newsletter'];
const intents = subjects.map((id) => ({ id, examples: [`my ${id} is late`, `a question on ${id}`, `${id} trouble`] }));
const text = 'My refund is late. Where can it be?';

let folder: string;
let warnings: string[];
let embedded: number;
const cache = () => new LearnedCache(folder, (why) => warnings.push(why));
const embedder: Embedder = {
  ...wordEmbedder,
  embed: (texts) => {
    embedded += texts.length;
    return wordEmbedder.embed(texts);
  },
};
const train = (from = intents) => EnsembleClassifier.train(embedder, from, cache());
const file = () => join(folder, readdirSync(folder)[0]!);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'throughline-learned-'));
  warnings = [];
  embedded = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

it('gives the classifier that was learned, without embedding an example again', async () => {
  const learned = await train();
  expect(embedded).toBe(18);
  const kept = await train();
  expect(embedded).toBe(18);
  expect(await kept.classify(text)).toEqual(await learned.classify(text));
  expect(kept.calibration).toEqual(learned.calibration);
  expect({ files: readdirSync(folder).length, warnings }).toEqual({ files: 1, warnings: [] });
});

it.each([
  ['an example', [{ ...intents[0]!, examples: [...intents[0]!.examples, 'parcel again'] }, ...intents.slice(1)]],
  ['the order', intents.toReversed()],
  ['an id', [{ ...intents[0]!, id: 'packet' }, ...intents.slice(1)]],
])('learns anew where %s is another', async (_, others) => {
  await train();
  embedded = 0;
  await train(others);
  expect(embedded).toBeGreaterThan(0);
  expect(readdirSync(folder)).toHaveLength(2);
});

it('is another key with another model', () => {
  expect(learnedKey({ ...wordEmbedder, model: 'other' }, intents)).not.toBe(learnedKey(wordEmbedder, intents));
});

it.each([
  ['is cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 4)],
  ['has another number', (bytes: Buffer) => (bytes.writeUInt8(bytes.at(-1)! ^ 1, bytes.length - 1), bytes)],
  ['is empty', () => Buffer.alloc(0)],
  ['is of somebody else', () => Buffer.from('# notes\nnothing of ours')],
  ['holds no object', () => Buffer.from('null\n')],
  [
    'is of other examples',
    (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace(/"key":"\w{4}/, '"key":"0000'), 'latin1'),
  ],
])('ignores a file that %s, names it, and writes it anew', async (_, spoil) => {
  const learned = await train();
  const whole = readFileSync(file());
  writeFileSync(file(), spoil(readFileSync(file())));
  const again = await train();
  expect(warnings).toEqual([expect.stringContaining(file())]);
  expect(await again.classify(text)).toEqual(await learned.classify(text));
  expect(readFileSync(file()).equals(whole)).toBe(true);
});

it('learns all the same where nothing can be written, and says so', async () => {
  writeFileSync(join(folder, 'a-file'), '');
  const nowhere = new LearnedCache(join(folder, 'a-file'), (why) => warnings.push(why));
  const classifier = await EnsembleClassifier.train(wordEmbedder, intents, nowhere);
  expect((await classifier.classify(text)).candidates[0]!.id).toBe('refund');
  expect(warnings.join('\n')).toContain("can't be written");
});

// What is kept would otherwise outlive the code that made it.
it('has a new number when the same examples give another classifier: raise LEARNER, then the figures here', async () => {
  const { calibration } = await train();
  const { candidates } = await (await train()).classify(text);
  const figures = [
    calibration.temperature,
    calibration.scopeThreshold,
    ...candidates.map(({ confidence }) => confidence),
  ];
  expect([LEARNER, ...figures.map((figure) => figure.toFixed(3))]).toEqual([
    5,
    '0.200',
    '0.042',
    '0.891',
    '0.109',
    '0.000',
    '0.000',
    '0.000',
  ]);
});
