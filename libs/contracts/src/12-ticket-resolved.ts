import { defineEvent } from './contract.ts';
import { draft, ref, reply, ticket, triage } from './examples.ts';
import { Draft, Reply, Ticket, TicketRef, Triage } from './shapes.ts';

/** An answer (not a question back) was delivered. What the knowledge base may learn from. */
export const TicketResolved = defineEvent({
  name: 'ticket.resolved',
  summary: 'An answer was delivered.',
  schema: TicketRef.extend({
    reply: Reply,
    ticket: Ticket,
    triage: Triage.optional(),
    draft: Draft.optional().describe('What the drafter had proposed, or why it abstained.'),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, reply, ticket, triage, draft },
});
