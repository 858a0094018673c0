import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { draft, ref, ticket, triage } from './examples.ts';
import { Draft, FiredRule, Reply, Ticket, TicketRef, Triage } from './shapes.ts';

/** A person has to look: which queue, why, and all the evidence. */
export const ReviewRequested = defineEvent({
  name: 'review.requested',
  summary: 'A person has to decide: which queue, why, and the evidence.',
  schema: TicketRef.extend({
    /** One review a ticket and turn; a message that comes while a review is open joins it. */
    reviewId: z.string(),
    kind: z.enum(['reply', 'conflict']),
    queue: z.string(),
    /** In plain words, for the person. */
    reasons: z.array(z.string()).min(1),
    rules: z.array(FiredRule),
    ticket: Ticket,
    triage: Triage.optional(),
    draft: Draft.optional(),
    /** A person's reply that the gate refused, to be put right. */
    refused: Reply.optional(),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: {
    ...ref,
    reviewId: 'T-1001.1',
    kind: 'reply',
    queue: 'general',
    reasons: ['The drafter is not sure enough (0.41, the policy asks for 0.60).'],
    rules: [{ id: 'grounding', effect: 'review', reason: 'The drafter is not sure enough.', evidence: '0.41 < 0.60' }],
    ticket,
    triage,
    draft,
  },
});
