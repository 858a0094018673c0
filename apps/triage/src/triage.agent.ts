import { type EventOf, services, TicketClosed, TicketOpened, TicketTriaged } from '@throughline/contracts';
import { Agent, Consumes } from '@throughline/messaging';
import { assess } from './assess.ts';
import { Brain } from './brain.ts';

/** What is it about, how urgent, and what asks for care. */
@Agent(services.triage)
export class TriageAgent {
  constructor(private readonly brain: Brain) {}

  @Consumes(TicketOpened, { emits: [TicketTriaged, TicketClosed] })
  async handle({ data }: EventOf<typeof TicketOpened>) {
    const { ticketId, customerId, turn, ticket } = data;
    const found = await assess(ticket, this.brain.classifier, this.brain.intents);
    if ('triage' in found) return TicketTriaged.of({ ticketId, customerId, turn, ticket, triage: found.triage });
    const by = { kind: 'agent', id: services.triage.name } as const;
    return TicketClosed.of({ ticketId, customerId, turn, ...found.closed, by });
  }
}
