import { defineEvent } from './contract.ts';
import { ref, ticket, triage } from './examples.ts';
import { TicketRef, Ticket, Triage } from './shapes.ts';

/** Triage found out what the message is about, how urgent it is, and what asks for care. */
export const TicketTriaged = defineEvent({
  name: 'ticket.triaged',
  summary: 'Intent, confidence, priority, sentiment, language and risk signals are known.',
  schema: TicketRef.extend({ ticket: Ticket, triage: Triage }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, ticket, triage },
});
