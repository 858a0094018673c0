import { checkCitations } from '../src/citations.ts';
import { firstName } from '../src/compose.ts';
import { earlierAnswers, sameMatter, wasTold } from '../src/earlier-answers.ts';
import { grounding } from '../src/grounding.ts';
import { passage, ticket, triage } from './given.ts';

const article = (id: string) => (id === 'a' ? { revision: 2, body: 'One two.\n\nThree\nfour five.' } : undefined);
const check = (quote: string, revision = 2, articleId = 'a') =>
  checkCitations([{ articleId, revision, quote }], article);
const held = (answer: string) => wasTold(passage().quote, [{ question: '', answer, sameTicket: true }]);
const of = (more: Parameters<typeof passage>[0], found = triage()) => grounding('my refund', passage(more), found);

describe('checkCitations', () => {
  it.each(['One two.', 'Three four five.', 'two. Three'])('finds %j', (quote) => {
    expect(check(quote)).toEqual([]);
  });

  it.each(['One three.', 'one two.', 'One two', 'ne two.', ' '])('misses %j', (quote) => {
    expect(check(quote)).toEqual([`The quote is not in article a: '${quote}'.`]);
  });

  it('tells another revision and an article that is gone', () => {
    expect(check('One two.', 1)).toEqual(['Article a is at revision 2, not 1.']);
    expect(check('One two.', 2, 'b')).toEqual(["Article b doesn't exist (any more)."]);
  });
});

it.each([
  ['Ada Lovelace', 'Ada'],
  ['Dr. Ada Lovelace', 'Ada'],
  ['Lovelace, Ada', 'Ada'],
  ['ada@x.example', undefined],
  ['A. Lovelace', undefined],
  ['Mr. ', undefined],
  [undefined, undefined],
])('greets %j as %j', (name, first) => {
  expect(firstName(name)).toBe(first);
});

describe('earlier answers', () => {
  const entry = { ticketId: 'T-1', at: '2026-01-01', question: 'q1', answer: 'a1', answeredBy: 'human' as const };
  const asked = ticket({
    thread: [
      { turn: 1, from: 'customer', text: 'q2', at: '2026-03-01' },
      { turn: 1, from: 'agent', text: 'a2', at: '2026-03-01' },
    ],
    customer: { profile: {}, history: [{ ...entry, intent: 'refund' }, entry] },
  });

  it('are those of other tickets and of this one', () => {
    expect(earlierAnswers(asked)).toEqual([
      { question: 'q1', answer: 'a1', intent: 'refund', sameTicket: false },
      { question: 'q1', answer: 'a1', intent: undefined, sameTicket: false },
      { question: 'q2', answer: 'a2', sameTicket: true },
    ]);
  });

  it('are on the same matter by intent, by question, or on the same ticket', () => {
    const all = earlierAnswers(asked);
    expect(sameMatter(all, triage(), [0, 0, 0])).toEqual([all[0], all[2]]);
    expect(sameMatter(all, triage({ intent: null }), [0, 0.85, 0])).toEqual([all[1], all[2]]);
  });

  it('held a passage if its words are in them, however they were broken', () => {
    expect(held('Hi\n> You get your refund within five\n> working days of the day it reached us.')).toBe(true);
    expect(held('You get your refund within ten working days of the day it reached us.')).toBe(false);
  });

  it('held a passage if they held a whole sentence of it', () => {
    const answer = 'You get your refund within five working days of the day it reached us.';
    expect(wasTold(`${answer} Cards take longer.`, [{ question: '', answer, sameTicket: true }])).toBe(true);
  });
});

describe('grounding', () => {
  it('grows with likeness, from 0 to 1', () => {
    const steps = [0.3, 0.6, 0.7, 0.8, 0.95].map((cosine) => of({ cosine, questionCosine: cosine }));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect([steps[0], steps.at(-1)]).toEqual([0, 1]);
  });

  it('is low for an article about something else', () => {
    expect(of({ intents: ['exchange'] })).toBeLessThanOrEqual(0.3);
  });

  it('falls with the confidence in the intent', () => {
    const unsure = triage({ intent: { id: 'refund', title: 'Refunds', confidence: 0.5, highStakes: false } });
    expect(of({}, unsure)).toBeCloseTo(of({}) * 0.85);
  });
});
