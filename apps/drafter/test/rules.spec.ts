import type { Passage } from '@throughline/models';
import { checkCitations } from '../src/citations.ts';
import type { Ticket } from '@throughline/contracts';
import { compose, firstName } from '../src/compose.ts';
import { earlierAnswers, sameMatter, wasTold } from '../src/earlier-answers.ts';
import { rate } from '../src/grounding.ts';
import { passage, ticket, tone, triage } from './given.ts';

const article = (id: string) => (id === 'a' ? { revision: 2, body: 'One two.\n\nThree\nfour five.' } : undefined);
const check = (quote: string, revision = 2, articleId = 'a') =>
  checkCitations([{ articleId, revision, quote }], article);
const held = (answer: string) => wasTold(passage().quote, [{ question: '', answer, sameTicket: true }]);
const rated = (passages: Passage[], found = triage()) => rate('my refund', passages, found);
const of = (more: Partial<Passage>, found = triage()) => rated([passage(more)], found)[0]!.grounding;

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

it('speaks in the tone of the workspace, and names an earlier ticket that a person has', () => {
  const own = { ...tone, greeting: 'Hi {firstName}!', otherTicket: 'We have {ticketId}.', closing: 'Bye' };
  const open = { ticketId: 'T-7', at: '2026-03-01', withPerson: true, sameMessage: false };
  const customer = { profile: { name: 'Ada Lovelace' }, history: [] };
  const said = (otherTickets: Ticket['customer']['otherTickets'], name = customer.profile.name) =>
    compose({ customer: { ...customer, profile: { name }, ...(otherTickets && { otherTickets }) } }, ['So.'], own);
  expect(said(undefined)).toBe('Hi Ada!\n\nSo.\n\nBye');
  expect(said([{ ...open, ticketId: 'T-8', withPerson: false }, open], '7')).toBe(
    'Hello,\n\nSo.\n\nWe have T-7.\n\nBye',
  );
});

describe('earlier answers', () => {
  const entry = { ticketId: 'T-1', at: '2026-02-10', question: 'q1', answer: 'a1', answeredBy: 'human' as const };
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

  it('are forgotten after a month, but for those on this ticket', () => {
    const later = { ...asked, receivedAt: '2026-03-14T08:15:00.000Z' };
    expect(earlierAnswers(later)).toEqual([{ question: 'q2', answer: 'a2', sameTicket: true }]);
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

describe('rate', () => {
  const exchange = (more: Partial<Passage> = {}) => passage({ articleId: 'exchange', intents: ['exchange'], ...more });
  const torn = triage({
    candidates: [
      { id: 'refund', confidence: 0.6 },
      { id: 'exchange', confidence: 0.4 },
    ],
  });

  it('grows with likeness, from 0 to 1', () => {
    const steps = [0, 0.3, 0.4, 0.5, 0.95].map((cosine) => of({ cosine, questionCosine: cosine }));
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBeGreaterThan(0.99);
  });

  it('asks for less likeness the surer triage is of the matter', () => {
    const fit = (confidence: number) =>
      rated([passage({ cosine: 0.4, questionCosine: 0.4 })], triage({ candidates: [{ id: 'refund', confidence }] }))[0]!
        .fit;
    expect(fit(0.95)).toBeGreaterThan(fit(0.5) + 0.1);
  });

  it('shares out what is probable among articles, all together 1 where every candidate has one', () => {
    const [first, second] = rated([passage(), exchange()], torn);
    expect([first!.articleId, second!.articleId]).toEqual(['refund-timing', 'exchange']);
    expect(first!.share).toBeCloseTo(0.6);
    expect(second!.share).toBeCloseTo(0.4);
  });

  it('lets the search overrule triage where it is much clearer, and only there', () => {
    const first = (cosine: number) => rated([passage(), exchange({ cosine })], torn)[0]!.articleId;
    expect([first(0.81), first(0.9)]).toEqual(['refund-timing', 'exchange']);
  });

  it('counts an article once, however many paragraphs it has', () => {
    const [one] = rated([passage(), exchange()], torn);
    const [many] = rated([passage(), exchange(), exchange({ position: 1 }), exchange({ position: 2 })], torn);
    expect(many!.share).toBeCloseTo(one!.share);
  });

  it('leaves a share to a candidate that no article is about', () => {
    const unwritten = triage({
      candidates: [
        { id: 'gift', confidence: 0.9 },
        { id: 'refund', confidence: 0.1 },
      ],
    });
    const far = { cosine: 0.42, questionCosine: 0.42 };
    expect(of(far, unwritten)).toBeLessThan(0.35);
    expect(of(far)).toBeGreaterThan(0.5);
  });

  it('is low for an article on what is no candidate', () => {
    expect(of({ intents: ['care'], cosine: 0.42, questionCosine: 0.42 }, torn)).toBeLessThan(0.35);
  });
});
