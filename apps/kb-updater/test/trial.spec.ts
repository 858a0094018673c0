import { ReviewDecided, type EventOf } from '@throughline/contracts';
import { type Article, retract } from '../src/article.ts';
import type { UseDoc } from '../src/schemas.ts';
import { cameBack, judged, overridden } from '../src/trial.ts';
import { answered } from './given.ts';

const at = '2026-03-02T12:00:00.000Z';
const trial = { articleId: 'a', revision: 3, status: 'trial', body: 'x' } as unknown as Article;
const limits = { for: 3, against: 2 };

describe('an article on trial', () => {
  it.each([
    ['waits while too little is known', { for: 2, against: 1, open: 5 }, 'trial'],
    ['is confirmed', { for: 3, against: 1, open: 0 }, 'active'],
    ['is retired', { for: 0, against: 2, open: 1 }, 'retracted'],
    ['is retired where both are reached at once', { for: 3, against: 2, open: 0 }, 'retracted'],
  ])('%s', (_, tally, status) => expect(judged(trial, tally, limits, at).status).toBe(status));

  it('says why it was retired, and by no person', () => {
    const { retraction } = judged(trial, { for: 1, against: 2, open: 1 }, limits, at);
    expect(retraction).toEqual({ why: 'Its trial failed: 2 of 4 tickets speak against it.' });
  });

  it('is decided once: what is active or retracted stays so', () => {
    const active = { ...trial, status: 'active' as const };
    expect(judged(active, { for: 0, against: 9, open: 0 }, limits, at)).toBe(active);
    const gone = retract(trial, { why: 'wrong', by: 'ops' }, at);
    expect(judged(gone, { for: 9, against: 0, open: 0 }, limits, at)).toBe(gone);
  });
});

describe('a customer', () => {
  const use = { ticketId: 'T-1001', turn: 1, intent: 'engraving' } as UseDoc;
  const base = answered('We do.', { turn: 2 });
  const triaged = (changes: object) => ({ ...base, triage: { ...base.triage!, ...changes } });
  const otherIntent = { intent: { ...base.triage!.intent!, id: 'refund' } };

  it.each([
    ['comes back on the same ticket', base, true],
    ['comes back in words that fit no intent', triaged({ intent: null }), true],
    ['says thank you', triaged({ intent: null, sentiment: 'positive' }), false],
    ['asks about something else', triaged(otherIntent), false],
    ['asks the same on another ticket', { ...base, ticketId: 'T-2', turn: 1 }, true],
    ['asks something else on another ticket', { ...triaged(otherIntent), ticketId: 'T-2', turn: 1 }, false],
    ['was answered in this very turn', { ...base, turn: 1 }, false],
  ])('%s', (_, resolved, expected) => expect(cameBack(use, resolved)).toBe(expected));
});

describe('a reviewer', () => {
  const { draft } = ReviewDecided.example;
  const quote = draft?.kind === 'reply' ? draft.citations[0]!.quote : '';
  const decided = (data: object) => ({ data: { ...ReviewDecided.example, ...data } }) as EventOf<typeof ReviewDecided>;

  it.each([
    ['approves', { action: 'approve' }, 0],
    ['keeps the quote', { action: 'edit', text: `Hello. ${quote}` }, 0],
    ['writes something else', { action: 'write', text: 'It is lost.' }, 1],
    ['asks back', { action: 'ask_back', text: 'Which order?' }, 0],
    ['had no draft', { action: 'write', text: 'It is lost.', draft: undefined }, 0],
  ])('%s', (_, data, count) => expect(overridden(decided(data))).toHaveLength(count));
});
