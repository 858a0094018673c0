import { evaluate, replyBudgetSpent } from '../src/index.ts';
import { agentReply, personSaying, policyWith } from './given.ts';

const policy = policyWith(
  'limits: { repliesPerTicket: 2, repliesPerCustomer: 3, replyHours: 24, repeatContacts: 1000 }',
);
const { receivedAt } = agentReply().ticket;
const before = (hours: number): string => new Date(Date.parse(receivedAt) - hours * 3_600_000).toISOString();
const told = (n: number, hours = 1, answeredBy: 'agent' | 'human' = 'agent') =>
  Array.from({ length: n }, (_, i) => ({
    ticketId: `T-${i}`,
    turn: 1,
    at: before(hours),
    question: 'q',
    answer: 'a',
    answeredBy,
  }));
const said = (n: number, hours = 1, from: 'agent' | 'human' = 'agent') =>
  Array.from({ length: n }, (_, i) => ({ turn: i + 1, from, text: 'a', at: before(hours) }));
const fired = (changes: Parameters<typeof agentReply>[0], by = policy) =>
  evaluate(by, agentReply(changes)).rules.find(({ id }) => id === 'reply-budget');

describe('the budget of automatic replies', () => {
  it.each([
    ['the last reply to a ticket', { ticket: { thread: said(1) } }],
    ['the last reply to a customer', { customer: { history: told(2) } }],
    ['what people wrote', { ticket: { thread: said(5, 1, 'human') }, customer: { history: told(5, 1, 'human') } }],
    ['what is long ago', { ticket: { thread: said(5, 25) }, customer: { history: told(5, 25) } }],
  ])('lets pass %s', (_, changes) => expect(fired(changes)).toBeUndefined());

  it('sends one reply more to a ticket to a person, with the count', () => {
    expect(fired({ ticket: { thread: said(2) } })).toMatchObject({
      effect: 'review',
      evidence: 'ticket 2, customer 2 within 24 h',
    });
  });

  it('sends one reply more to a customer to a person', () => {
    expect(fired({ customer: { history: told(3) } })?.evidence).toBe('ticket 0, customer 3 within 24 h');
  });

  it('counts a turn once that stands in thread and history', () => {
    const { ticketId } = agentReply();
    const history = told(1).map((entry) => ({ ...entry, ticketId }));
    expect(fired({ ticket: { thread: said(1) }, customer: { history } })).toBeUndefined();
  });

  it('takes a time that it cannot read for now', () => {
    expect(fired({ ticket: { thread: said(2).map((entry) => ({ ...entry, at: 'soon' })) } })).toBeDefined();
  });

  it('holds without a word in the policy', () => {
    expect(fired({ ticket: { thread: said(3) } }, policyWith('limits: { repeatContacts: 1000 }'))).toBeDefined();
  });

  it('is none for people', () => {
    const { rules } = evaluate(policy, personSaying('Hello', { ticket: { thread: said(9) } }));
    expect(rules.map(({ id }) => id)).not.toContain('reply-budget');
  });
});

describe('at delivery', () => {
  const now = Date.parse(receivedAt);
  const sent = (n: number, ticketId = 'T-1') =>
    Array.from({ length: n }, (_, i) => ({ ticketId, turn: i + 1, at: before(1) }));

  it.each([
    [1, 'T-1', /^nothing$/],
    [2, 'T-1', /2 replies to this ticket within 24 hours/],
    [2, 'T-2', /^nothing$/],
    [3, 'T-2', /3 replies to this customer within 24 hours/],
  ])('after %d replies to T-1, one to %s', (n, ticketId, reason) => {
    expect(replyBudgetSpent(policy.document, sent(n), ticketId, now) ?? 'nothing').toMatch(reason);
  });

  it('counts what is listed twice once, and forgets', () => {
    expect(replyBudgetSpent(policy.document, [...sent(1), ...sent(1)], 'T-1', now)).toBeUndefined();
    expect(replyBudgetSpent(policy.document, sent(9), 'T-1', now + 24 * 3_600_000)).toBeUndefined();
  });

  it('only watches where the policy says so; without a policy the defaults hold', () => {
    const watching = policyWith('builtIn: { reply-budget: observe }');
    expect(replyBudgetSpent(watching.document, sent(20), 'T-1', now)).toBeUndefined();
    expect(replyBudgetSpent(undefined, sent(3), 'T-1', now)).toMatch(/3 replies/);
  });
});

describe('a further matter', () => {
  const more = {
    id: 'injury',
    title: 'Injury',
    confidence: 0.9,
    highStakes: true,
    queue: 'safety',
    text: 'It cut me.',
  };

  it('that is high-stakes goes to its people', () => {
    const { route, queue, reasons } = evaluate(policyWith(''), agentReply({ triage: { further: [more] } }));
    expect({ route, queue, reasons }).toEqual({
      route: 'review',
      queue: 'safety',
      reasons: ['The message is about a high-stakes matter as well: a person decides (injury).'],
    });
  });

  it('that the policy calls high-stakes goes to a person too', () => {
    const strict = policyWith(
      '{ humanQueues: { default: general, others: [legal] }, highStakes: { intents: { injury: legal } } }',
    );
    const { queue } = evaluate(strict, agentReply({ triage: { further: [{ ...more, highStakes: false }] } }));
    expect(queue).toBe('legal');
  });

  it('that is routine changes no route', () => {
    const { route } = evaluate(policyWith(''), agentReply({ triage: { further: [{ ...more, highStakes: false }] } }));
    expect(route).toBe('approve');
  });
});
