import {
  type EventOf,
  ReviewDecided,
  services,
  TicketClosed,
  TicketOpened,
  TicketTriaged,
} from '@throughline/contracts';
import { Agent, Consumes, type Followed, Follows, type HandledRecord } from '@throughline/messaging';
import { assess } from './assess.ts';
import { Brain } from './brain.ts';
import { Classifiers } from './classifiers.ts';

/** What is it about, how urgent, and what asks for care. */
@Agent(services.triage)
export class TriageAgent {
  constructor(
    private readonly brain: Brain,
    private readonly classifiers: Classifiers,
  ) {}

  @Consumes(TicketOpened, { emits: [TicketTriaged, TicketClosed] })
  async handle({ data }: EventOf<typeof TicketOpened>, { signal }: HandledRecord) {
    const { ticketId, customerId, turn, ticket } = data;
    const classifier = this.classifiers.of(this.brain, ticket, signal);
    const found = await assess(ticket, classifier, this.brain);
    if ('triage' in found) {
      const triage = { ...found.triage, ...(classifier.use && { llm: classifier.use }) };
      return TicketTriaged.of({ ticketId, customerId, turn, ticket, triage });
    }
    const by = { kind: 'agent', id: services.triage.name } as const;
    return TicketClosed.of({ ticketId, customerId, turn, ...found.closed, by });
  }

  /** What people decide says how often triage is right. */
  @Follows(ReviewDecided)
  decided({ data }: Followed<typeof ReviewDecided>): void {
    if (data) this.brain.evidence?.learn(data);
  }
}
