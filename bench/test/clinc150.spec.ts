import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWorkspace } from '@throughline/workspace';
import { examplesOf, readClinc150, sample } from '../src/clinc150/data.ts';
import { writeWorkspace } from '../src/clinc150/workspace.ts';

const texts = (what: string, intent: string, n: number) =>
  Array.from({ length: n }, (_, i) => [`${what} ${intent} ${i}`, intent]);
const full = {
  train: ['pay_bill', 'balance', 'travel_alert'].flatMap((intent) => texts('train', intent, 20)),
  test: ['pay_bill', 'balance', 'travel_alert'].flatMap((intent) => texts('test', intent, 5)),
  oos_test: texts('none', 'oos', 10),
};
const domains = { banking: ['pay_bill', 'balance'], travel: ['travel_alert'] };

describe('CLINC150', () => {
  const dir = mkdtempSync(join(tmpdir(), 'clinc150-test-'));
  beforeAll(() => {
    writeFileSync(join(dir, 'data_full.json'), JSON.stringify(full));
    writeFileSync(join(dir, 'domains.json'), JSON.stringify(domains));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('says which file is missing', () => {
    expect(() => readClinc150(tmpdir())).toThrow(/has no readable data_full\.json: give the folder of CLINC150/);
  });

  it('draws without repeats, the same for the same seed', () => {
    const numbers = Array.from({ length: 50 }, (_, i) => i);
    const drawn = sample(numbers, 10, 1);
    expect(new Set(drawn).size).toBe(10);
    expect(sample(numbers, 10, 1)).toEqual(drawn);
    expect(sample(numbers, 10, 2)).not.toEqual(drawn);
    expect(sample(numbers, 99, 1).toSorted((a, b) => a - b)).toEqual(numbers);
  });

  it('draws other examples for each intent', () => {
    const data = readClinc150(dir);
    const places = examplesOf(data, ['pay_bill', 'balance'], 5, 1).map(({ examples }) =>
      examples.map((text) => text.split(' ').at(-1)),
    );
    expect(places[0]).toHaveLength(5);
    expect(places[0]).not.toEqual(places[1]);
  });

  it('becomes a workspace: training texts as examples, test texts and what is out of scope as tickets', async () => {
    const folder = join(dir, 'shop');
    writeWorkspace(folder, readClinc150(dir), { domains: ['banking'], examples: 8, outOfScope: 4, seed: 1 });
    const { intents, articles, tickets } = await readWorkspace(folder);
    expect(intents.map(({ id, title, examples }) => [id, title, examples.length])).toEqual([
      ['pay_bill', 'Pay bill', 8],
      ['balance', 'Balance', 8],
    ]);
    expect(intents.every(({ id, examples }) => examples.every((text) => text.startsWith(`train ${id} `)))).toBe(true);
    expect(articles.map(({ articleId, intents: answers }) => [articleId, answers])).toEqual([
      ['balance', ['balance']],
      ['pay_bill', ['pay_bill']],
    ]);
    expect(tickets.filter(({ expect: wanted }) => wanted?.outcome === 'agent').map(({ body }) => body)).toEqual(
      ['pay_bill', 'balance'].flatMap((intent) => texts('test', intent, 5).map(([text]) => text)),
    );
    expect(tickets.filter(({ expect: wanted }) => wanted?.intent === null)).toHaveLength(4);
    expect(new Set(tickets.map(({ customerId }) => customerId)).size).toBe(14);
  });

  it('knows its domains', () => {
    const making = { domains: ['gardening'], examples: 1, outOfScope: 0, seed: 1 };
    expect(() => writeWorkspace(join(dir, 'none'), readClinc150(dir), making)).toThrow(
      "has no domain 'gardening': there are banking, travel.",
    );
  });
});
