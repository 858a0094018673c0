import { Draft, FiredRule, Reply, Ticket, Triage } from '@throughline/contracts';
import { z } from 'zod';
import { Action, Listing } from './http-bodies.ts';

const turn = z.int().describe('The turn.');

const Decision = z.object({
  action: Action.describe('What the person decided.'),
  by: z.string().describe('Who decided.'),
  at: z.string().describe('When.'),
  turn,
  eventId: z.string().describe('`ce_id` of the `review.decided` event.'),
  note: z.string().optional().describe('A remark, for other people.'),
});

/** A review as a line of a list. */
export const ReviewSummary = z.object({
  reviewId: z.string().describe('The review: `<ticketId>.<turn>` of the request that opened it.'),
  ticketId: z.string().describe('The ticket.'),
  customerId: z.string().describe('The customer.'),
  turn,
  kind: z
    .enum(['reply', 'conflict'])
    .describe('What is to be decided: a reply, or what the knowledge base should say.'),
  queue: z.string().describe('The queue that it lies in.'),
  state: Listing.shape.state
    .unwrap()
    .describe('`open` and `claimed` wait for a person, `decided` for the router; the others are over.'),
  openedAt: z.string().describe('Since when it waits.'),
  reasons: z.array(z.string()).describe('Why a person has to look, in plain words.'),
  subject: z.string().describe("The message's subject line."),
  priority: Triage.shape.priority,
  intent: z.string().nullable().describe("The intent's id, where triage found one."),
  draft: z.enum(['reply', 'abstention']).nullable().describe('What the drafter made of it.'),
  newerTurn: z.int().nullable().describe('A later message that is not shown yet.'),
  claim: z
    .object({ by: z.string().describe('Who.'), until: z.string().describe('Until when.') })
    .nullable()
    .describe('Who has claimed it.'),
  decision: Decision.nullable().describe('The last decision.'),
});

const Evidence = z.object({
  turn,
  reasons: z.array(z.string()).describe('Why a person has to look.'),
  rules: z.array(FiredRule).describe('The rules that fired.'),
  ticket: Ticket.optional(),
  triage: Triage.optional(),
  draft: Draft.optional(),
  refused: Reply.optional().describe("A person's reply that the gate refused."),
  reply: Reply.optional().describe('The reply that was said and did not arrive.'),
  newer: z
    .object({
      turn,
      subject: z.string().describe('Subject line.'),
      body: z.string().describe('What the customer wrote.'),
      at: z.string().describe('When.'),
    })
    .optional()
    .describe('A message that came after the one that is shown.'),
  suggestions: z
    .array(
      z.object({
        eventId: z.string().describe('`ce_id` of the `reply.withheld` event.'),
        turn,
        reply: Reply,
        reason: z
          .enum(['overtaken', 'answered', 'review_open', 'kill_switch', 'closed'])
          .describe('Why it was not sent.'),
        detail: z.string().describe('Why, in plain words.'),
      }),
    )
    .describe('Replies that were not sent: the person may want to use them.'),
  earlier: z
    .array(
      z.object({
        turn,
        at: z.string().describe('When.'),
        from: z.enum(['review.requested', 'ticket.escalated']).describe('The kind of event.'),
        queue: z.string().describe('Its queue.'),
        reasons: z.array(z.string()).describe('Its reasons.'),
      }),
    )
    .describe('Requests that this one replaced.'),
});

/** A review with all the evidence. */
export const ReviewDetail = ReviewSummary.extend({
  requestId: z.string().describe('The id of the event that asked for it.'),
  evidence: Evidence.describe('All that a person has to see before deciding.'),
  shown: z.string().describe('Hash of the evidence: a decision names what it was based on.'),
  decisions: z.array(Decision).describe('All of them, oldest first.'),
});

export const Queues = z.array(
  z.object({
    queue: z.string().describe('The queue.'),
    open: z.int().describe('Reviews that nobody has claimed.'),
    claimed: z.int().describe('Reviews that somebody has claimed.'),
    oldestSeconds: z.int().describe('Age of the oldest one that waits, in seconds.'),
  }),
);
