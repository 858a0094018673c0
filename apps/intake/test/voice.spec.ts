import { type EventOf, KbArticle, ReplyApproved } from '@throughline/contracts';
import { RetractedArticles } from '../src/retracted.ts';
import type { TicketDoc } from '../src/schemas.ts';
import { sentByAgents, voiceFor } from '../src/voice.ts';

const ticket = (given: Partial<TicketDoc> = {}): TicketDoc => ({
  _id: 'T-1',
  customerId: 'C-1',
  channel: 'email',
  at: '2026-01-01T00:00:00.000Z',
  turn: 1,
  turns: [],
  deliveries: {},
  closed: {},
  review: null,
  ...given,
});
const review = { reviewId: 'T-1.1', queue: 'general', turn: 1 };
const delivery = { replyId: 'r-0', text: 'Hello', by: 'human' as const, at: '2026-01-01T00:00:00.000Z' };

const approved = (kind: 'agent' | 'human', turn = 1) => {
  const reply = { ...ReplyApproved.example.reply, author: { kind, id: 'x' } };
  return { id: 'r-1', data: { ...ReplyApproved.example, turn, reply } } as EventOf<typeof ReplyApproved>;
};

it.each([
  ['an agent speaks where nobody has', ticket(), approved('agent'), false, { kind: 'say' }],
  ['a person speaks while their review is open', ticket({ review }), approved('human'), false, { kind: 'say' }],
  ['a person speaks though the kill switch is on', ticket(), approved('human'), true, { kind: 'say' }],
  ['a newer turn overtakes an agent', ticket({ turn: 2 }), approved('agent'), false, { reason: 'overtaken' }],
  ['a newer turn overtakes a person', ticket({ turn: 2 }), approved('human'), false, { reason: 'overtaken' }],
  [
    'what a machine sent overtakes nobody',
    ticket({ turn: 2, closed: { 2: 'auto_reply' } }),
    approved('human'),
    false,
    { kind: 'say' },
  ],
  ['an open review silences agents', ticket({ review }), approved('agent'), false, { reason: 'review_open' }],
  ['the kill switch silences agents', ticket(), approved('agent'), true, { reason: 'kill_switch' }],
  ['a turn has one reply', ticket({ deliveries: { 1: delivery } }), approved('human'), false, { reason: 'answered' }],
  ['a closed turn has none', ticket({ closed: { 1: 'spam' } }), approved('agent'), false, { reason: 'closed' }],
  [
    'a redelivery says again what was said',
    ticket({ turn: 2, deliveries: { 1: { ...delivery, replyId: 'r-1' } } }),
    approved('agent'),
    true,
    { kind: 'said', at: delivery.at },
  ],
])('%s', (_, given, event, killSwitch, expected) => {
  expect(voiceFor(given, event, killSwitch)).toMatchObject(expected);
});

describe('a reply that quotes an article which was retracted meanwhile', () => {
  const article = KbArticle.example;
  const retracted = new RetractedArticles();
  retracted.apply({ key: article.articleId, data: { ...article, status: 'retracted', retraction: { why: 'wrong' } } });
  const voice = (kind: 'agent' | 'human') => {
    const event = approved(kind);
    return voiceFor(ticket(), event, false, retracted.stops(event.data.reply));
  };

  it('is stopped, and a person answers', () =>
    expect(voice('agent')).toEqual({ kind: 'stop', detail: expect.stringContaining('track-parcel') }));

  it('is said where a person wrote it', () => expect(voice('human')).toEqual({ kind: 'say' }));

  it('is stopped where the article was removed, and said again when it is back', () => {
    retracted.apply({ key: article.articleId, data: null });
    expect(voice('agent')).toMatchObject({ kind: 'stop' });
    retracted.apply({ key: article.articleId, data: article });
    expect(voice('agent')).toEqual({ kind: 'say' });
  });
});

it('lists what agents told a customer, whichever document holds it; people are left out', () => {
  const spoken = { ...delivery, by: 'agent' as const };
  const at = '2026-01-02T00:00:00.000Z';
  const entry = { ticketId: 'T-0', turn: 1, at, question: 'q', answer: 'a', answeredBy: 'agent' as const };
  const doc = ticket({ turn: 2, deliveries: { 1: spoken, 2: delivery } });
  expect(sentByAgents(doc, [entry, { ...entry, turn: 2, answeredBy: 'human' }])).toEqual([
    { ticketId: 'T-1', turn: 1, at: delivery.at },
    entry,
  ]);
});

it('says again what was said though it took the last place of the budget', () => {
  const own = { ...delivery, replyId: 'r-1', by: 'agent' as const };
  expect(voiceFor(ticket({ deliveries: { 1: own } }), approved('agent'), false, 'The budget is spent.')).toEqual({
    kind: 'said',
    at: delivery.at,
  });
});
