import { z } from 'zod';

const State = z.enum(['agent', 'human', 'closed', 'waiting', 'open']);

const Step = z.object({
  eventId: z.string().describe('`ce_id`.'),
  type: z.string().describe("The contract's name, e.g. `ticket.opened`."),
  at: z.string().describe('`ce_time`.'),
  service: z.string().describe('Who said so.'),
  turn: z.int().nullable().describe('The turn, where the event names one.'),
  causationId: z.string().nullable().describe('The event that caused it.'),
  traceId: z.string().nullable().describe('The trace.'),
  policyVersion: z.string().nullable().describe('The policy version that the turn began with.'),
  place: z.string().describe('Where it lies: `cluster/topic/partition/offset`.'),
  data: z.unknown().optional().describe('What the event said, with `data=true`.'),
});

const flow = {
  customerId: z.string().nullable().describe('The customer.'),
  state: State.describe('An outcome (`agent`, `human`, `closed`), `waiting` for a person, or `open`.'),
  turn: z.int().describe('The latest turn.'),
};

export const TimelineView = z.object({
  ticketId: z.string().describe('The ticket.'),
  ...flow,
  steps: z.array(Step).describe('Every event, each after the one that caused it.'),
});

export const Flows = z.array(z.object({ _id: z.string().describe('The ticket.'), ...flow }));

export const Citing = z.array(
  z.object({
    ticketId: z.string().describe('The ticket.'),
    ...flow,
    cites: z
      .array(
        z.object({
          revision: z.int().describe('The revision that is quoted.'),
          turn: z.int().describe('The turn.'),
          in: z.enum(['draft', 'reply']).describe('`reply`: it went out to the customer.'),
        }),
      )
      .describe('Where it quotes the article.'),
  }),
);

export const Listing = z.object({
  state: State.optional().describe('In this state only.'),
  limit: z.coerce.number().int().min(1).max(10_000).default(100).describe('At most so many.'),
});

export const Detail = z.object({
  data: z.stringbool().default(false).describe('With what each event said.'),
});
