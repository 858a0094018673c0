import { type Article, put, retract } from '../src/article.ts';
import { learn, similarity } from '../src/learn.ts';

const at = '2026-03-02T12:00:00.000Z';
const body = 'We engrave metal lamps for €12 per word, with at most 20 characters.';
const article = (changes: Partial<Article>): Article => ({
  articleId: 'learned-a',
  revision: 1,
  title: 'Engraving',
  intents: ['engraving'],
  questions: ['Do you engrave?'],
  body,
  status: 'trial',
  origin: { kind: 'human', ticketId: 'A', by: 'maria' },
  updatedAt: '2026-03-01T00:00:00.000Z',
  ...changes,
});
const second = article({ articleId: 'learned-b', questions: ['Can I have a name on it?'], updatedAt: at });

describe('a lesson', () => {
  it('makes an article where nothing alike was taught', () => {
    expect(learn([], second)).toEqual(second);
    expect(
      learn([article({ body: 'Engraved lamps cannot be returned, unless the text has a mistake.' })], second),
    ).toEqual(second);
  });

  it('adds its question to an article that says nearly the same', () => {
    const near = article({ body: body.replace('20 characters', '20 letters') });
    expect(similarity(near.body, second.body)).toBeGreaterThan(0.6);
    expect(learn([near], second)).toEqual({
      ...near,
      revision: 2,
      questions: ['Do you engrave?', 'Can I have a name on it?'],
      updatedAt: at,
    });
  });

  it('changes nothing when the question is known too', () => {
    const known = article({ questions: ['CAN I have a name on it?'] });
    expect(learn([known], second)).toBe(known);
  });

  it('does not bring back what was retracted', () => {
    expect(learn([article({ status: 'retracted' })], second)).toEqual(second);
  });
});

describe('an article that is stated', () => {
  const content = { title: 'Engraving', body, intents: ['engraving'], questions: [] };
  const first = put(null, 'engraving', content, 'ops', at);

  it('is active in its first revision', () => {
    expect(first).toMatchObject({ revision: 1, status: 'active', origin: { kind: 'workspace', by: 'ops' } });
  });

  it('stays as it is with the same content, and is revised with other', () => {
    expect(put(first, 'engraving', { ...content }, 'ops', 'later')).toBe(first);
    expect(put(first, 'engraving', { ...content, questions: ['?'] }, 'ops', at)).toMatchObject({ revision: 2 });
  });

  it('is retracted once, and active again when stated again', () => {
    const gone = retract(first, at);
    expect(gone).toMatchObject({ revision: 2, status: 'retracted' });
    expect(retract(gone, at)).toBe(gone);
    expect(put(gone, 'engraving', content, 'ops', at)).toMatchObject({ revision: 3, status: 'active' });
  });
});
