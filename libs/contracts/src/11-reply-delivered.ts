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
    /** The idempotency key of the delivery: one a ticket and turn. */
    deliveryId: z.string(),
    channel: z.string(),
    at: Instant,
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: { ...ref, reply, deliveryId: 'T-1001.1', channel: 'email', at: '2026-03-02T08:15:01.000Z' },
});
