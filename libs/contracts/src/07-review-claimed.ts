import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ref } from './examples.ts';
import { Actor, TicketRef } from './shapes.ts';

/** A person took a review, handed it back, or let the lease run out. */
export const ReviewClaimed = defineEvent({
  name: 'review.claimed',
  summary: 'A person took a review, handed it back, or its lease ended.',
  schema: TicketRef.extend({
    reviewId: z.string().describe('The review.'),
    status: z.enum(['claimed', 'released', 'expired']).describe('Taken, handed back, or its lease ran out.'),
    by: Actor,
    until: z.string().optional().describe('When the lease ends, with `claimed`.'),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: {
    ...ref,
    reviewId: 'T-1001.1',
    status: 'claimed',
    by: { kind: 'human', id: 'maria' },
    until: '2026-03-02T08:45:00.000Z',
  },
});
