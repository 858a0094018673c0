import type { Passage } from '@throughline/models';
import { draft, type Evidence } from '../src/draft.ts';
import { passage, ticket, tone, triage } from './given.ts';

const when = (evidence: Partial<Evidence>, found = triage()) =>
  draft(ticket(), found, { passages: [], told: [], perQuestion: [], ...evidence }, tone);
const told = (answer: string) => [{ question: 'q', answer, sameTicket: true }];
const OTHER = 'Cards take some days longer than bank transfers do.';

describe('given a passage that answers', () => {
  it('quotes it word for word, with its source', () => {
    const reply = when({ passages: [passage()] });
    expect(reply).toEqual({
      kind: 'reply',
      text:
        'Hello Ada,\n\nYou get your refund within five working days of the day it reached us.\n\n' +
        'If this does not answer your question, please reply to this message.\n\nKind regards',
      citations: [{ articleId: 'refund-timing', revision: 2, quote: passage().quote }],
      grounding: expect.any(Number),
      writer: 'extractive',
    });
    expect((reply as { grounding: number }).grounding).toBeGreaterThan(0.8);
  });

  it('adds a second paragraph of the article that is as near, in the order of the article', () => {
    const second = passage({ quote: OTHER, position: 1, cosine: 0.81 });
    expect(when({ passages: [second, passage()] })).toMatchObject({
      citations: [{ quote: passage().quote }, { quote: OTHER }],
    });
  });

  it.each([
    ['is of another article', { articleId: 'cards', quote: OTHER }],
    ['is further off', { quote: OTHER, position: 1, cosine: 0.7 }],
  ])('leaves out a second that %s', (_, more) => {
    expect(when({ passages: [passage(), passage(more)] })).toMatchObject({ citations: [{ quote: passage().quote }] });
  });

  it('quotes another article on the matter, too, where that may as well be what was meant', () => {
    const cards = passage({ articleId: 'cards', title: 'Get a refund', quote: OTHER });
    const cited = (...passages: Passage[]) => {
      const reply = when({ passages });
      return reply.kind === 'reply' ? reply.citations.map(({ articleId }) => articleId) : [];
    };
    expect(cited(passage({ cosine: 0.85 }), cards)).toEqual(['refund-timing', 'cards']);
    expect(cited(passage(), { ...cards, cosine: 0.6 })).toEqual(['refund-timing']);
    expect(cited(passage(), { ...cards, quote: passage().quote })).toEqual(['refund-timing']);
    expect(cited(passage(), { ...cards, intents: ['exchange'] })).toEqual(['refund-timing']);
  });

  it('is as sure of two articles together as of each', () => {
    const cards = passage({ articleId: 'cards', title: 'Get a refund', quote: OTHER });
    const grounded = (...passages: Passage[]) => (when({ passages }) as { grounding: number }).grounding;
    expect(grounded(passage(), cards)).toBeCloseTo(grounded(passage()));
  });

  it('is less sure if something else was asked too', () => {
    const aside = passage({ articleId: 'opening', intents: ['hours'] });
    const [all, part] = [when({ passages: [passage()] }), when({ passages: [passage()], perQuestion: [aside] })];
    expect(part).toMatchObject({ kind: 'reply' });
    expect((part as { grounding: number }).grounding).toBeCloseTo((all as { grounding: number }).grounding * 0.6);
  });

  it('is less sure if an article on another candidate of triage comes nearer', () => {
    const candidates = [
      { id: 'refund', confidence: 0.7 },
      { id: 'hours', confidence: 0.3 },
    ];
    const rival = (cosine: number) => passage({ articleId: 'opening', intents: ['hours'], cosine });
    const grounded = (cosine: number) =>
      (when({ passages: [passage(), rival(cosine)] }, triage({ candidates })) as { grounding: number }).grounding;
    expect(grounded(0.84)).toBeLessThan(grounded(0.6) - 0.2);
  });
});

describe('says nothing', () => {
  it('where nothing was found', () => {
    expect(when({})).toMatchObject({ kind: 'abstention', reason: 'no_passage', closest: [] });
  });

  it('where no article is about it, however near in words', () => {
    const near = passage({ intents: ['exchange'], questionCosine: 0.8 });
    expect(when({ passages: [near] })).toEqual({
      kind: 'abstention',
      reason: 'no_passage',
      missing: "There is no article on 'Refunds'.",
      closest: [{ articleId: 'refund-timing', score: expect.any(Number) }],
      writer: 'extractive',
    });
  });

  it('where the article is about it but does not answer', () => {
    const far = passage({ title: 'Cards', quote: OTHER, cosine: 0.5, questionCosine: 0.5 });
    expect(when({ passages: [far] })).toMatchObject({
      reason: 'no_passage',
      missing: expect.stringContaining("don't seem"),
    });
  });

  it('where the message is about nothing in the taxonomy', () => {
    expect(when({ passages: [passage()] }, triage({ intent: null, outOfScope: true }))).toMatchObject({
      reason: 'no_passage',
    });
  });

  it('in another language', () => {
    expect(when({ passages: [passage()] }, triage({ language: 'de' }))).toMatchObject({ reason: 'unsupported' });
  });
});

it('trusts the one short answer to a matter at more distance than a long one', () => {
  const far = passage({ cosine: 0.5, questionCosine: 0.5 });
  const grounded = (...passages: Passage[]) => (when({ passages }) as { grounding: number }).grounding;
  const alone = grounded(far);
  expect(grounded(far, passage({ position: 1, cosine: 0.4, questionCosine: 0.5 }))).toBe(alone);
  const long = [1, 2, 3].map((position) =>
    passage({ position, cosine: 0.3, questionCosine: 0.5, quote: `Paragraph ${position}.` }),
  );
  expect(grounded(far, ...long)).toBeLessThan(alone);
});

it('trusts a sample question that asks the same, whatever the intent', () => {
  const learned = passage({ intents: [], questionCosine: 0.93 });
  expect(when({ passages: [learned] }, triage({ intent: null, outOfScope: true }))).toMatchObject({ kind: 'reply' });
});

describe('given what the customer was told before', () => {
  it('does not say it again', () => {
    expect(when({ passages: [passage()], told: told(`Hello Ada,\n\n${passage().quote}`) })).toMatchObject({
      kind: 'abstention',
      reason: 'already_failed',
    });
  });

  it('says the next best if that is as good', () => {
    const next = passage({ title: 'Get a refund', quote: OTHER, position: 1, cosine: 0.84 });
    expect(when({ passages: [passage(), next], told: told(passage().quote) })).toMatchObject({
      citations: [{ quote: OTHER }],
    });
  });

  it('does not make do with something worse', () => {
    const worse = passage({ title: 'Get a refund', quote: OTHER, position: 1, cosine: 0.68 });
    expect(when({ passages: [passage(), worse], told: told(passage().quote) })).toMatchObject({
      reason: 'already_failed',
    });
  });
});

it('prefers the article of the intent to one that is nearer in words', () => {
  const nearer = passage({ articleId: 'exchange', intents: ['exchange'], cosine: 0.86 });
  expect(when({ passages: [nearer, passage({ cosine: 0.74 })] })).toMatchObject({
    citations: [{ articleId: 'refund-timing' }],
  });
});
