import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ticket } from './examples.ts';
import { Profile } from './shapes.ts';

/** A customer's message came in, from any system. `(source, id)` of the envelope is its identity: a repeat is dropped. */
export const TicketReceived = defineEvent({
  name: 'ticket.received',
  summary: "A customer's message came in from some system.",
  schema: z.object({
    ticketId: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe("The sender's id of the conversation; left out, the message opens a ticket of its own."),
    customerId: z.string().min(1).max(200).describe("The sender's id of the customer; also the key of the record."),
    messageId: z
      .string()
      .min(1)
      .max(1000)
      .optional()
      .describe("The channel's id of the message, e.g. the `Message-ID` of a mail."),
    channel: z.string().min(1).max(50).describe('Where it came from and where the reply goes, e.g. `email`.'),
    subject: z.string().max(2000).describe('Subject line; may be empty.'),
    body: z.string().describe('The text, plain, as the customer wrote it.'),
    receivedAt: z.string().optional().describe('When the sender got it, ISO 8601; left out, the time of the event.'),
    headers: z
      .record(z.string(), z.string())
      .optional()
      .describe('Transport headers that tell a machine from a person, lower-case names, e.g. `auto-submitted`.'),
    profile: Profile.optional().describe(
      "What the sender knows of the customer, for customers that intake doesn't know.",
    ),
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
