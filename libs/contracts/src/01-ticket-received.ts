import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ticket } from './examples.ts';
import { Profile } from './shapes.ts';

/** A customer's message came in, from any system. `(source, id)` of the envelope is its identity: a repeat is dropped. */
export const TicketReceived = defineEvent({
  name: 'ticket.received',
  summary: "A customer's message came in from some system.",
  schema: z.object({
    /** The sender's id of the conversation; left out, the message opens a ticket of its own. */
    ticketId: z.string().min(1).max(200).optional(),
    customerId: z.string().min(1).max(200),
    /** The channel's id of the message, e.g. the `Message-ID` of a mail. */
    messageId: z.string().min(1).max(1000).optional(),
    channel: z.string().min(1).max(50),
    subject: z.string().max(2000),
    body: z.string(),
    receivedAt: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    /** What the sending system knows of the customer, for customers that intake doesn't know. */
    profile: Profile.optional(),
  }),
  key: (data) => data.customerId,
  subject: (data) => data.ticketId,
  example: {
    ticketId: 'T-1001',
    customerId: 'C-17',
    messageId: ticket.messageId,
    channel: ticket.channel,
    subject: ticket.subject,
    body: ticket.body,
    receivedAt: ticket.receivedAt,
  },
});
