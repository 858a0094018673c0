import { type DataOf, TicketResolved } from '@throughline/contracts';

export type Resolved = DataOf<typeof TicketResolved>;

const { example } = TicketResolved;

export const ada = {
  profile: { name: 'Ada Lovelace-Byron', email: 'ada@example.org', phone: '+44 7700 900142', locale: 'en-GB' },
  history: [],
};

export const ticket = (subject: string, body: string): Resolved['ticket'] => ({
  ...example.ticket,
  customer: ada,
  subject,
  body,
});

/** A person wrote the answer to what the knowledge base didn't hold; with what the test says otherwise. */
export const answered = (text: string, changes: Partial<Resolved> = {}): Resolved => ({
  ...example,
  ticket: ticket('Engraving', 'Hello,\n\nI would like a name on the lamp. Do you engrave?\n\nBest\nAda'),
  triage: {
    intent: { id: 'engraving', title: 'Engraving', confidence: 0.9, highStakes: false },
    candidates: [],
    outOfScope: false,
    priority: 'normal',
    sentiment: 'neutral',
    language: 'en',
    signals: [],
    model: 'test',
  },
  draft: { kind: 'abstention', missing: 'engraving', reason: 'no_passage', closest: [], writer: 'extractive' },
  reply: {
    text,
    kind: 'answer',
    author: { kind: 'human', id: 'maria' },
    citations: [],
    review: { reviewId: 'T-1001.1', action: 'write' },
  },
  ...changes,
});
