import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { draft, ref, reply, ticket, triage } from './examples.ts';
import { Draft, FiredRule, Reply, Ticket, TicketRef, Triage } from './shapes.ts';

/** The reply passed the policy whose version the envelope names. It is a proposal: intake has the last word. */
export const ReplyApproved = defineEvent({
  name: 'reply.approved',
  summary: 'A reply passed the policy.',
  schema: TicketRef.extend({
    reply: Reply,
    rules: z.array(FiredRule).describe('Rules that fired without changing the route.'),
    ticket: Ticket,
    triage: Triage.optional(),
    draft: Draft.optional(),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, reply, rules: [], ticket, triage, draft },
});
