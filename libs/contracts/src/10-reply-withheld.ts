import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ref, reply } from './examples.ts';
import { Reply, TicketRef } from './shapes.ts';

/** An approved reply that is never sent: overtaken by a newer turn, or another voice owns the turn. */
export const ReplyWithheld = defineEvent({
  name: 'reply.withheld',
  summary: 'An approved reply was not sent, and never will be.',
  schema: TicketRef.extend({
    reply: Reply,
    reason: z
      .enum(['overtaken', 'answered', 'review_open', 'kill_switch', 'closed'])
      .describe(
        '`overtaken`: a newer turn exists; `answered`: the turn has its reply; `review_open`: a person has the word.',
      ),
    detail: z.string().describe('Why, in plain words.'),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, reply, reason: 'overtaken', detail: 'The customer wrote again: turn 2.' },
});
