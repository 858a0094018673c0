import { defineEvent } from './contract.ts';
import { ref, ticket } from './examples.ts';
import { Ticket, TicketRef } from './shapes.ts';

/** Intake took the message in: deduplicated, its turn counted, the customer's context attached. */
export const TicketOpened = defineEvent({
  name: 'ticket.opened',
  summary: 'A message was deduplicated, its turn counted, and the customer context attached.',
  schema: TicketRef.extend({ ticket: Ticket }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, ticket },
});
