import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { draft, ref, ticket, triage } from './examples.ts';
import { Draft, FiredRule, KnowledgeMatter, Reply, Ticket, TicketRef, Triage } from './shapes.ts';

/** A person has to look: which queue, why, and all the evidence. */
export const ReviewRequested = defineEvent({
  name: 'review.requested',
  summary: 'A person has to decide: which queue, why, and the evidence.',
  schema: TicketRef.extend({
    reviewId: z
      .string()
      .describe('One review a ticket and turn; a message that comes while a review is open joins it.'),
    kind: z
      .enum(['reply', 'conflict'])
      .describe('What is to be decided: a reply, or what the knowledge base should say.'),
    queue: z.string().describe('The human queue.'),
    reasons: z.array(z.string()).min(1).describe('In plain words, for the person.'),
    rules: z.array(FiredRule).describe('The rules that fired.'),
    ticket: Ticket,
    triage: Triage.optional(),
    draft: Draft.optional(),
    knowledge: KnowledgeMatter.optional(),
    refused: Reply.optional().describe("A person's reply that the gate refused, to be put right."),
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
