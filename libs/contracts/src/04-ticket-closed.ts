import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ref } from './examples.ts';
import { Actor, TicketRef } from './shapes.ts';

/** The turn ends without a reply. */
export const TicketClosed = defineEvent({
  name: 'ticket.closed',
  summary: 'The turn ended without a reply: spam, a machine, a duplicate, or closed by a person.',
  schema: TicketRef.extend({
    reason: z.enum(['spam', 'auto_reply', 'bounce', 'duplicate', 'empty', 'by_person']),
    by: Actor,
    /** The words or headers that gave rise to it, or the person's remark. */
    note: z.string().optional(),
    /** The review that this ends, where a person closed it. */
    reviewId: z.string().optional(),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, reason: 'auto_reply', by: { kind: 'agent', id: 'triage' }, note: 'auto-submitted: auto-replied' },
});
