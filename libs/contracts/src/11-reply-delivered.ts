import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ref, reply } from './examples.ts';
import { Instant, Reply, TicketRef } from './shapes.ts';

/** The reply was handed to the channel, once. */
export const ReplyDelivered = defineEvent({
  name: 'reply.delivered',
  summary: 'A reply was handed to the channel, once.',
  schema: TicketRef.extend({
    reply: Reply,
    deliveryId: z.string().describe('The idempotency key of the delivery: one a ticket and turn.'),
    channel: z.string().describe('The channel that it was handed to.'),
    at: Instant.describe('When.'),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, reply, deliveryId: 'T-1001.1', channel: 'email', at: '2026-03-02T08:15:01.000Z' },
});
