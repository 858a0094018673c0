import type { Draft, Reply, Ticket, TicketRef, Triage } from './shapes.ts';

// Parts that the contracts' examples share, so that the examples tell one story from the first event to the last.

/** The first turn of the story's ticket. */
export const ref: TicketRef = { ticketId: 'T-1001', customerId: 'C-17', turn: 1 };

/** The message that the story begins with, the context of its customer attached. */
export const ticket: Ticket = {
  messageId: '<4711@mail.example>',
  channel: 'email',
  subject: 'Where is my parcel?',
  body: 'Hi, I ordered a lamp last Tuesday and would like to know where it is.',
  receivedAt: '2026-03-02T08:15:00.000Z',
  thread: [],
  customer: { profile: { name: 'Ada Example', email: 'ada@example.org', tier: 'standard' }, history: [] },
};

/** What triage makes of it. */
export const triage: Triage = {
  intent: { id: 'order_status', title: 'Where is my order', confidence: 0.97, highStakes: false },
  candidates: [
    { id: 'order_status', confidence: 0.97 },
    { id: 'delivery_address', confidence: 0.01 },
  ],
  entities: [{ kind: 'date', value: '2026-02-24', text: 'last Tuesday' }],
  outOfScope: false,
  priority: 'normal',
  sentiment: 'neutral',
  language: 'en',
  signals: [],
  score: 0.46,
  model: 'ensemble/bge-small-en-v1.5+all-minilm-l6-v2',
};

const quote = 'You can follow your parcel with the link in our dispatch e-mail.';

/** The reply that the drafter quotes from an article. */
export const draft: Draft = {
  kind: 'reply',
  text: `Hello Ada,\n\n${quote}\n\nKind regards`,
  citations: [{ articleId: 'track-parcel', revision: 1, quote }],
  grounding: 0.91,
  writer: 'extractive',
};

/** The same as it is said to the customer, by an agent. */
export const reply: Reply = {
  text: draft.text,
  kind: 'answer',
  author: { kind: 'agent', id: 'drafter' },
  citations: draft.citations,
};
