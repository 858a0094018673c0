import { runInNewContext } from 'node:vm';
import { paragraphs, sentences, terms } from '../src/index.ts';
import { detectLanguage } from '../src/language.ts';
import { fuseRanks } from '../src/rank-fusion.ts';

it('finds words by their stems, whatever their form and accents', () => {
  expect(terms('Returning the café chairs')).toEqual(terms('I returned a cafe chair'));
});

it('keeps negations: they turn the meaning', () => {
  expect(terms('it has not arrived')).toEqual(['not', 'arriv']);
});

it('ends sentences at full stops and at line breaks', () => {
  expect(sentences('It came. It is broken!\nOrder MB1\n---\nWhat now?')).toEqual([
    'It came.',
    'It is broken!',
    'Order MB1',
    'What now?',
  ]);
});

describe('paragraphs', () => {
  const body = '# Refunds\n\nWithin 5 days.\nBy card.\n\n## How\n\nDo this:\n\n- open it\n- send it\n\n\nThen wait.';

  it('are blocks between blank lines, under their heading', () => {
    expect(paragraphs(body)).toEqual([
      { heading: 'Refunds', text: 'Within 5 days.\nBy card.' },
      { heading: 'How', text: 'Do this:\n\n- open it\n- send it' },
      { heading: 'How', text: 'Then wait.' },
    ]);
  });

  it('stand in the body word for word', () => {
    expect(paragraphs(body).every(({ text }) => body.includes(text))).toBe(true);
  });

  it('leave out rules and headings', () => {
    expect(paragraphs('# Title\n\n---\n\n## Other')).toEqual([]);
  });
});

describe('detectLanguage', () => {
  it.each([
    ['en', 'Where is my order? I have been waiting for two weeks.'],
    ['de', 'Mein Paket ist immer noch nicht da.'],
    ['es', '¿Dónde está mi pedido? Llevo dos semanas esperando.'],
    ['zh', '我的包裹在哪里'],
    ['und', 'refund pls'],
    ['und', ''],
    ['und', 'MB204417 https://shop.example/hilfe'],
  ])('says %s of %j', (language, text) => {
    expect(detectLanguage(text)).toBe(language);
  });
});

it('prefers what two rankings agree on to the first of one', () => {
  const scores = fuseRanks([
    ['a', 'b'],
    ['c', 'b'],
  ]);
  expect(scores.get('b')).toBeCloseTo(2 / 62);
  expect(scores.get('a')).toBeCloseTo(1 / 61);
});

it.each([
  ['language', detectLanguage, 'a'],
  ['language', detectLanguage, '?'],
  ['paragraphs', paragraphs, '# '],
  ['paragraphs', paragraphs, '\n'],
])('comes to an end with the %s of the longest text that a record holds, whatever it repeats', (_, find, part) => {
  const text = `${part.repeat(900_000 / part.length)}!`;
  // Broken off where no end is in sight, as no timeout of Jest's can break off a loop.
  expect(() => runInNewContext('find(text)', { find, text }, { timeout: 20_000 })).not.toThrow();
});
