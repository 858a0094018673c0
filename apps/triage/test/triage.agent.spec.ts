import 'reflect-metadata';
import { type DataOf, ReviewDecided, TicketClosed, TicketOpened, TicketTriaged } from '@throughline/contracts';
import { given, partly } from '@throughline/messaging/testing';
import type { Classifier } from '@throughline/models';
import { Brain } from '../src/brain.ts';
import { Classifiers } from '../src/classifiers.ts';
import { Evidence } from '../src/evidence.ts';
import { TriageAgent } from '../src/triage.agent.ts';

const { example } = ReviewDecided;
const [id, score] = [example.triage!.intent!.id, 0.4];
const classifier: Classifier = {
  model: 'm',
  classify: async () => ({ candidates: [{ id, confidence: 0.9 }], outOfScope: false, similarity: 0.9, score }),
};
const intents = [{ id, title: 'Where is my order', highStakes: false, examples: ['where is it'] }];

describe('a bound that no example shows', () => {
  const agent = () =>
    new TriageAgent(
      new Brain(classifier, intents, new Evidence({ wrong: 0.03, confidence: 0.95 }, [])),
      new Classifiers(),
    );
  const decisions = (last: Partial<DataOf<typeof ReviewDecided>> = {}) =>
    Array.from({ length: 157 }, (_, i) =>
      ReviewDecided.of({
        ...example,
        reviewId: `T-${i}.1`,
        triage: { ...example.triage!, score: 0.35 },
        ...(i > 150 && last),
      }),
    );

  it('keeps a message from agents', () =>
    given(TicketOpened)
      .when(agent())
      .then(partly(TicketTriaged, { triage: { assured: false, score } })));

  it('is shown by what people let pass', () =>
    given(TicketOpened)
      .after(...decisions())
      .when(agent())
      .then(partly(TicketTriaged, { triage: { assured: true } })));

  it('is not where they replaced some', () =>
    given(TicketOpened)
      .after(...decisions({ action: 'write', text: 'It is at the depot.' }))
      .when(agent())
      .then(partly(TicketTriaged, { triage: { assured: false } })));
});

it('closes a message that opened another ticket a moment before', () => {
  const { ticket } = TicketOpened.example;
  const otherTickets = [
    { ticketId: 'T-8', at: ticket.receivedAt, withPerson: true, sameMessage: false },
    { ticketId: 'T-9', at: ticket.receivedAt, withPerson: false, sameMessage: true },
  ];
  const again = { ticket: { ...ticket, customer: { ...ticket.customer, otherTickets } } };
  return given(TicketOpened, again)
    .when(new TriageAgent(new Brain(classifier, intents), new Classifiers()))
    .then(
      partly(TicketClosed, { reason: 'duplicate', note: `the same message opened ticket T-9 at ${ticket.receivedAt}` }),
    );
});
