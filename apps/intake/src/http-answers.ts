import { HistoryEntry, Profile } from '@throughline/contracts';
import { z } from 'zod';

export const Accepted = z.object({
  ticketId: z.string().describe('The ticket that the message belongs to.'),
  eventId: z.string().describe('`ce_id` of the event that was written. The same message again has the same.'),
});

/** The ticket as intake knows it. */
export const TicketView = z.object({
  _id: z.string().describe("The ticket's id."),
  customerId: z.string().describe('The customer.'),
  channel: z.string().describe('Where it came from and where replies go.'),
  turn: z.int().describe('The latest turn.'),
  turns: z
    .array(
      z.object({
        message: z.string().describe("Hash of the message's source and id."),
        subject: z.string().describe('Subject line.'),
        text: z.string().describe('What the customer wrote.'),
        at: z.string().describe('When it was received.'),
      }),
    )
    .describe("The customer's messages, the first one turn 1."),
  deliveries: z
    .record(
      z.string(),
      z.object({
        replyId: z.string().describe('The event that the reply was approved with.'),
        text: z.string().describe('The text.'),
        by: z.enum(['agent', 'human']).describe('Who wrote it.'),
        at: z.string().describe('When it was delivered.'),
      }),
    )
    .describe('The one reply of each turn that has one, by turn.'),
  closed: z.record(z.string(), z.string()).describe('Turns that ended without a reply, with the reason, by turn.'),
  review: z
    .object({
      reviewId: z.string().describe('The review.'),
      queue: z.string().describe('Its queue.'),
      turn: z.int().describe('Its turn.'),
    })
    .nullable()
    .describe('The review that silences agents, if one is open.'),
});

export const CustomerView = z.object({
  _id: z.string().describe("The customer's id."),
  profile: Profile,
  history: z.array(HistoryEntry).describe('What was answered, oldest first.'),
});

export const Mails = z.array(
  z.object({
    _id: z.string().describe('`<ticketId>.<turn>`: there is one a turn.'),
    customerId: z.string().describe('The customer.'),
    ticketId: z.string().describe('The ticket.'),
    turn: z.int().describe('The turn that it answers.'),
    channel: z.string().describe('The channel.'),
    text: z.string().describe('What the customer got.'),
    at: z.date().describe('When.'),
  }),
);
