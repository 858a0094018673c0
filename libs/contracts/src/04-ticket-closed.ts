import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ref } from './examples.ts';
import { Actor, TicketRef } from './shapes.ts';

/** The turn ends without a reply. */
export const TicketClosed = defineEvent({
  name: 'ticket.closed',
  summary: 'The turn ended without a reply: spam, a machine, a duplicate, or closed by a person.',
  schema: TicketRef.extend({
    reason: z
      .enum(['spam', 'auto_reply', 'bounce', 'duplicate', 'empty', 'by_person'])
      .describe('Why there is no reply.'),
    by: Actor,
    note: z.string().optional().describe("The words or headers that gave rise to it, or the person's remark."),
    reviewId: z.string().optional().describe('The review that this ends, where a person closed it.'),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, reason: 'auto_reply', by: { kind: 'agent', id: 'triage' }, note: 'auto-submitted: auto-replied' },
});
