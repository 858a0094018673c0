import { type Article, put, retract } from '../src/article.ts';
import { learn } from '../src/learn.ts';
import { quantitiesIn, statements } from '../src/statements.ts';

const at = '2026-03-02T12:00:00.000Z';
const body = 'We engrave metal lamps for €12 per word, with at most 20 characters.';
const article = (changes: Partial<Article>): Article => ({
  articleId: 'learned-a',
  revision: 1,
  title: 'Engraving',
  intents: ['engraving'],
  questions: ['Do you engrave?'],
  body,
  status: 'active',
  origin: { kind: 'human', ticketId: 'A', by: 'maria' },
  updatedAt: '2026-03-01T00:00:00.000Z',
  ...changes,
});
const second = article({
  articleId: 'learned-b',
  questions: ['Can I have a name on it?'],
  status: 'trial',
  updatedAt: at,
});

/** The share of common words stands for the cosine: these rules need some measure, whichever. */
const cosine = (a: string, b: string): number => {
  const [x, y] = [a, b].map((text) => new Set(text.toLowerCase().match(/[\p{L}\p{N}€]+/gu)));
  return x!.intersection(y!).size / Math.max(1, x!.union(y!).size);
};
const taught = (...others: Article[]) => learn(others, second, cosine);

describe('a lesson', () => {
  it('makes an article where nothing alike was taught', () => {
    expect(taught()).toEqual({ existing: null, article: second });
    expect(taught(article({ body: 'Engraved lamps cannot be returned, unless the text has a mistake.' }))).toEqual({
      existing: null,
      article: second,
    });
  });

  it('adds its question to an article that says the same, which stays what it was', () => {
    const same = article({});
    const questions = ['Do you engrave?', 'Can I have a name on it?'];
    expect(taught(same)).toEqual({ existing: same, article: { ...same, revision: 2, questions, updatedAt: at } });
  });

  it('changes nothing when the question is known too', () => {
    const known = article({ questions: ['CAN I have a name on it?'] });
    expect(taught(known)).toEqual({ existing: known, article: known });
  });

  it('revises an article that says less, and puts it on trial again', () => {
    const less = article({});
    const more = { ...second, body: `${body} It takes two working days.` };
    expect(learn([less], more, cosine)).toMatchObject({
      existing: less,
      article: { articleId: 'learned-a', revision: 2, status: 'trial', body: more.body },
    });
  });

  it('goes to a person where it contradicts an article, whoever wrote that', () => {
    for (const origin of [{ kind: 'human' }, { kind: 'workspace' }] as const) {
      const other = article({ origin, body: body.replace('€12', '€15') });
      expect(taught(other)).toEqual({ contradicts: other, why: expect.stringContaining('The numbers differ') });
    }
    const refusal = article({ body: body.replace('We engrave', 'We do not engrave') });
    expect(taught(refusal)).toMatchObject({ contradicts: refusal, why: expect.stringContaining('yes') });
  });

  it('leaves articles of the workspace as their keepers wrote them', () => {
    expect(taught(article({ origin: { kind: 'workspace' } }))).toEqual({ existing: null, article: second });
  });

  it('does not bring back what was retracted', () => {
    expect(taught(article({ status: 'retracted' }))).toEqual({ existing: null, article: second });
  });
});

describe('what a sentence says', () => {
  it.each([
    ['within two weeks', [{ unit: 'dai', value: 14 }]],
    ['within 14 days', [{ unit: 'dai', value: 14 }]],
    [
      'takes 3 to 5 working days',
      [
        { unit: 'dai', value: 3 },
        { unit: 'dai', value: 5 },
      ],
    ],
    [
      '€12 for up to twenty characters',
      [
        { unit: 'EUR', value: 12 },
        { unit: 'charact', value: 20 },
      ],
    ],
    ['10 % off', [{ unit: '%', value: 10 }]],
    ['open at ten', []],
  ])('in numbers: %s', (text, quantities) => expect(quantitiesIn(text)).toEqual(quantities));

  it.each([
    ['We do not engrave.', true],
    ["Dogs aren't allowed.", true],
    ['It is not impossible.', false],
    ['We engrave, and nothing goes to waste.', false],
  ])('yes or no: %s', (text, negated) => expect(statements(text)[0]?.negated).toBe(negated));

  it('is the same matter whatever the number and the answer', () =>
    expect(statements('We never ship within 3 days.')[0]?.matter).toBe(
      statements('We ship within ten days.')[0]?.matter,
    ));
});

describe('an article that is stated', () => {
  const content = { title: 'Engraving', body, intents: ['engraving'], questions: [] };
  const first = put(null, 'engraving', content, 'ops', at);
  const wrong = { why: 'wrong', by: 'ops' };

  it('is active in its first revision', () => {
    expect(first).toMatchObject({ revision: 1, status: 'active', origin: { kind: 'workspace', by: 'ops' } });
  });

  it('stays as it is with the same content, and is revised with other', () => {
    expect(put(first, 'engraving', { ...content }, 'ops', 'later')).toBe(first);
    expect(put(first, 'engraving', { ...content, questions: ['?'] }, 'ops', at)).toMatchObject({ revision: 2 });
  });

  it('is retracted once, and active again when stated again, with no word of why it was retracted', () => {
    const gone = retract(first, wrong, at);
    expect(gone).toMatchObject({ revision: 2, status: 'retracted', retraction: wrong });
    expect(retract(gone, wrong, at)).toBe(gone);
    const back = put(gone, 'engraving', content, 'ops', at);
    expect(back).toMatchObject({ revision: 3, status: 'active' });
    expect(back).not.toHaveProperty('retraction');
  });
});
