import { FrontDoor } from '../src/eval/front-door.ts';

const history = [
  {
    ticketId: 'T-0',
    at: '2026-01-01T00:00:00Z',
    question: 'How do I pay?',
    answer: 'By card.',
    answeredBy: 'human' as const,
  },
];
const door = (): FrontDoor =>
  new FrontDoor({ customers: [{ customerId: 'C-1', name: 'Ada', email: 'ada@mail.example', history }] });
const message = (n: number, body: string, more = {}) => ({
  ticketId: 'T-1',
  messageId: `m${n}`,
  customerId: 'C-1',
  channel: 'email',
  subject: 'Hello',
  body,
  receivedAt: `2026-03-0${n}T08:00:00Z`,
  wave: 1,
  tags: [],
  ...more,
});

describe('the front door of an evaluation', () => {
  it('attaches profile and history', () => {
    const { turn, ticket } = door().open(message(1, 'Where is it?'));
    expect(turn).toBe(1);
    expect(ticket).toMatchObject({ subject: 'Hello', body: 'Where is it?', thread: [] });
    expect(ticket.customer).toEqual({ profile: { name: 'Ada', email: 'ada@mail.example' }, history });
  });

  it("knows nothing of a customer that the workspace doesn't have", () => {
    const { ticket } = door().open(message(1, 'Hi', { customerId: 'C-9' }));
    expect(ticket.customer).toEqual({ profile: {}, history: [] });
  });

  it('remembers what an agent answered, on the ticket and for the customer', () => {
    const it = door();
    it.answer(it.open(message(1, 'Where is it?')), 'agent', 'On its way.', 'order_status');
    const again = it.open(message(2, 'Still not here.'));
    expect(again.turn).toBe(2);
    expect(again.ticket.thread).toEqual([
      { turn: 1, from: 'customer', text: 'Hello\nWhere is it?', at: '2026-03-01T08:00:00Z' },
      { turn: 1, from: 'agent', text: 'On its way.', at: '2026-03-01T08:00:00Z' },
    ]);
    const other = it.open(message(3, 'Something else', { ticketId: 'T-2' }));
    expect(other.ticket.customer.history.at(-1)).toMatchObject({
      ticketId: 'T-1',
      intent: 'order_status',
      answer: 'On its way.',
      answeredBy: 'agent',
    });
  });

  it("tells of the customer's other ticket that a person has, and of one that is the same", () => {
    const it = door();
    const body = 'Where is my lamp? It was to come today.';
    it.review(it.open(message(1, body)), 'general');
    const other = it.open(message(1, body, { ticketId: 'T-2', messageId: 'm9', receivedAt: '2026-03-01T08:00:30Z' }));
    expect(other.ticket.customer.otherTickets).toEqual([
      { ticketId: 'T-1', at: '2026-03-01T08:00:00Z', withPerson: true, sameMessage: true },
    ]);
  });

  it('tells of a review until a person has decided it', () => {
    const it = door();
    it.review(it.open(message(1, 'Help')), 'legal');
    expect(it.open(message(2, 'Hello?')).ticket.customer.openReview).toEqual({ reviewId: 'T-1.1', queue: 'legal' });
    it.decide([{ ticketId: 'T-1', action: 'write', reply: 'We will call you.' }], new Map());
    const { ticket } = it.open(message(3, 'Thanks'));
    expect(ticket.customer.openReview).toBeUndefined();
    expect(ticket.thread).toContainEqual(
      expect.objectContaining({ turn: 1, from: 'human', text: 'We will call you.' }),
    );
  });

  it('sends what was drafted where a person approves it, and nothing where they close', () => {
    const it = door();
    it.review(it.open(message(1, 'Help')), 'general');
    it.review(it.open(message(1, 'Help', { ticketId: 'T-2' })), 'general');
    it.decide(
      [
        { ticketId: 'T-1', action: 'approve' },
        { ticketId: 'T-2', action: 'close' },
        { ticketId: 'T-3', action: 'close' },
      ],
      new Map([['T-1', 'As drafted.']]),
    );
    const [first, second] = [it.open(message(2, 'Hi')), it.open(message(2, 'Hi', { ticketId: 'T-2' }))];
    expect(first.ticket.thread.map(({ text }) => text)).toEqual(['Hello\nHelp', 'As drafted.']);
    expect(second.ticket.thread.map(({ text }) => text)).toEqual(['Hello\nHelp']);
    expect(second.ticket.customer.openReview).toBeUndefined();
  });
});
