import { contextOf, otherTickets, threadOf } from '../src/context.ts';
import { isSentTwice, messageKey, samePlace, ticketIdFor } from '../src/identity.ts';
import type { TicketDoc } from '../src/schemas.ts';

const at = '2026-01-01T00:00:00.000Z';
const ticket = {
  turns: [
    { message: 'a', subject: 'Lamp', text: 'Where is it?', at },
    { message: 'b', subject: '', text: 'Still not here.', at },
  ],
  deliveries: { 1: { replyId: 'r', text: 'On its way.', by: 'agent', at } },
} as unknown as TicketDoc;

it('gives the thread before a turn: what was asked and what was replied', () => {
  expect(threadOf(ticket, 1)).toEqual([]);
  expect(threadOf(ticket, 2)).toEqual([
    { turn: 1, from: 'customer', text: 'Lamp\nWhere is it?', at },
    { turn: 1, from: 'agent', text: 'On its way.', at },
  ]);
});

it('gives the latest history, and the open review', () => {
  const history = Array.from({ length: 30 }, (_, i) => ({
    ticketId: `T-${i}`,
    at,
    question: 'q',
    answer: 'a',
    answeredBy: 'agent' as const,
  }));
  const context = contextOf({}, history, { reviewId: 'T-1.1', queue: 'vip', turn: 1 }, []);
  expect(context.history.map((h) => h.ticketId)).toEqual(history.slice(10).map((h) => h.ticketId));
  expect(context.openReview).toEqual({ reviewId: 'T-1.1', queue: 'vip' });
  expect(context).not.toHaveProperty('otherTickets');
});

describe("the customer's other tickets", () => {
  const message = { message: 'm', subject: 'Lamp', text: 'Where is my lamp? It was to come today.', at };
  const seconds = (n: number): string => new Date(Date.parse(at) + n * 1000).toISOString();
  const other = (turn: object, review: TicketDoc['review'] = null) => ({
    _id: 'T-0',
    turns: [{ ...message, message: 'a', text: 'And where is my chair, please?', at: seconds(-90), ...turn }],
    review,
  });
  const found = (...given: Parameters<typeof other>) => otherTickets(message, [other(...given)]);
  const review = { reviewId: 'T-0.1', queue: 'vip', turn: 1 };

  it('are those that a person has', () => {
    expect(found({}, review)).toEqual([{ ticketId: 'T-0', at: seconds(-90), withPerson: true, sameMessage: false }]);
    expect(found({})).toEqual([]);
  });

  it('are those that say the very same, a moment before', () => {
    const { text } = message;
    expect(found({ text })).toEqual([{ ticketId: 'T-0', at: seconds(-90), withPerson: false, sameMessage: true }]);
    expect(found({ text, at: seconds(-121) })).toEqual([]);
  });

  it('are none that came later: of two copies one stays', () => {
    const { text } = message;
    expect(found({ text, at: seconds(1) }, review)).toEqual([]);
    expect([found({ text, at }).length, found({ text, at, message: 'z' }).length]).toEqual([1, 0]);
  });
});

it('knows a message by its source and id together', () => {
  expect(messageKey('/a', 'bc')).toBe(messageKey('/a', 'bc'));
  expect(messageKey('/a', 'bc')).not.toBe(messageKey('/ab', 'c'));
  expect(ticketIdFor(messageKey('/a', 'bc'))).toMatch(/^t-[0-9a-f]{16}$/);
  const place = { topic: 't', partition: 1, offset: '5' };
  expect([samePlace(place, { ...place }), samePlace(place, { ...place, offset: '6' })]).toEqual([true, false]);
});

describe('a message that is sent twice', () => {
  const turn = { message: 'a', subject: 'Lamp', text: 'Where is my lamp? It was to come today.', at };
  const after = (seconds: number): string => new Date(Date.parse(at) + seconds * 1000).toISOString();

  it('is the same words within two minutes', () => {
    expect(isSentTwice({ ...turn, message: 'b', at: after(26) }, [turn])).toBe(true);
  });

  it.each([
    ['is asked anew after a while', { at: after(121) }, [turn]],
    ['says something else', { text: 'Where is my lamp? It was to come at noon.' }, [turn]],
    ['has another subject', { subject: 'The other lamp' }, [turn]],
    ['came before another one', {}, [turn, { ...turn, message: 'c', text: 'And where is my chair, please?' }]],
    ['is a turn already', { message: 'a' }, [turn]],
    ['is the first', {}, []],
  ])('is none that %s', (_, other, turns) => {
    expect(isSentTwice({ ...turn, message: 'b', at: after(5), ...other }, turns)).toBe(false);
  });

  it('is none where so few words may answer another question', () => {
    const yes = { ...turn, text: 'Yes.' };
    expect(isSentTwice({ ...yes, message: 'b' }, [yes])).toBe(false);
  });
});
