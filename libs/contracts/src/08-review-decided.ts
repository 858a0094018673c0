import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { draft, ref, ticket, triage } from './examples.ts';
import { Actor, Draft, Ticket, TicketRef, Triage } from './shapes.ts';

/** A person decided, in the desk or in any review tool. Carries all that the router needs to finish the turn. */
export const ReviewDecided = defineEvent({
  name: 'review.decided',
  summary: 'A person approved, edited, wrote, asked back, reassigned or closed.',
  schema: TicketRef.extend({
    reviewId: z.string().describe('The review.'),
    kind: z
      .enum(['reply', 'conflict'])
      .optional()
      .describe(
        'What was decided: `conflict` where it is what the knowledge base should say, and nothing goes to the customer.',
      ),
    requestId: z.string().describe('The id of the `review.requested` event that was decided on.'),
    action: z.enum(['approve', 'edit', 'write', 'ask_back', 'reassign', 'close']).describe('What the person decided.'),
    by: Actor,
    shown: z.string().describe('SHA-256, hex, of the evidence as it was shown to the person.'),
    text: z
      .string()
      .min(1)
      .optional()
      .describe('The text to send, with `edit`, `write` and `ask_back`; `approve` sends the draft.'),
    queue: z.string().optional().describe('Where to, with `reassign`.'),
    note: z.string().optional().describe('A remark, for other people.'),
    ticket: Ticket,
    triage: Triage.optional(),
    draft: Draft.optional(),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: {
    ...ref,
    reviewId: 'T-1001.1',
    requestId: '5f0c8f0e-58a8-5d0e-9a39-2b6a9f7f2f11',
    action: 'approve',
    by: { kind: 'human', id: 'maria' },
    shown: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    ticket,
    triage,
    draft,
  },
});
