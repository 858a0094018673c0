import { z } from 'zod';

const Expect = z.object({
  intent: z.string().nullable(),
  outcome: z.enum(['agent', 'human', 'closed']),
  queue: z.string().optional(),
  articleId: z.string().nullable().optional(),
  says: z.array(z.string()).optional(),
});

/**
 * What the agents made of one message, beside what was expected: all that the metrics are worked out from, so that a
 * report can be compared later. Holds no text of the message.
 */
export const Case = z.object({
  ticketId: z.string(),
  messageId: z.string(),
  wave: z.number(),
  tags: z.array(z.string()),
  expect: Expect,
  /** False where no article of the workspace declares the expected intent: only people can answer it yet. */
  taught: z.boolean(),
  /** `sent` by an agent, to a `person`, or `closed` without a reply. */
  route: z.enum(['sent', 'person', 'closed']),
  queue: z.string().nullable(),
  /** Why a person has to look, or why it was closed. */
  reasons: z.array(z.string()),
  /** Ids of the rules that stopped the reply. */
  stoppedBy: z.array(z.string()),
  /** Null where the message was closed before the models were asked. */
  triage: z
    .object({
      /** Null where the message counts as out of scope. */
      intent: z.string().nullable(),
      candidates: z.array(z.object({ id: z.string(), confidence: z.number() })),
      /** How surely the message is about one of the intents; orders messages, means nothing by itself. */
      scope: z.number(),
      language: z.string(),
      signals: z.array(z.string()),
      ms: z.number(),
    })
    .nullable(),
  draft: z
    .object({
      kind: z.enum(['reply', 'abstention']),
      /** 0 of an abstention. */
      grounding: z.number(),
      writer: z.string(),
      cited: z.array(z.string()),
      /** Quotes that do not stand word for word in their article. */
      misquoted: z.number(),
      /** Why it would be wrong to send it; null if it would be right, or there is nothing to send. */
      wrong: z.string().nullable(),
      ms: z.number(),
      /** Of the whole message, triage included. */
      tokens: z.number(),
      costUsd: z.number(),
    })
    .nullable(),
  /** Articles as the drafter's search orders them, best first. */
  found: z.array(z.string()),
});
export type Case = z.infer<typeof Case>;
