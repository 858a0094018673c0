import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ref, ticket } from './examples.ts';
import { Draft, Reply, Ticket, TicketRef, Triage } from './shapes.ts';

/**
 * The `step` of a reply that was said and did not arrive: the turn has its outcome already, and a person is needed all the
 * same.
 */
export const undeliveredStep = 'webhook';

/**
 * A step failed for good, or is overdue: straight to a person, past the router. Once per ticket and turn
 * under one id; for a reply that did not arrive, each time that its delivery to an endpoint is given up, under one of its own.
 */
export const TicketEscalated = defineEvent({
  name: 'ticket.escalated',
  summary: 'A step failed for good or is overdue; a person takes over.',
  schema: TicketRef.extend({
    step: z
      .string()
      .describe('The step of the plan that was not done; `webhook` where a reply was said and did not arrive.'),
    reason: z.string().describe('Why it was not done.'),
    errorClass: z.string().optional().describe('The class of the error, where one was thrown.'),
    // As much of the evidence as the one who escalates has.
    ticket: Ticket.optional(),
    triage: Triage.optional(),
    draft: Draft.optional(),
    reply: Reply.optional().describe('The reply that was said and did not arrive.'),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, step: 'draft', reason: 'drafter did not answer within 60 s', ticket },
});
