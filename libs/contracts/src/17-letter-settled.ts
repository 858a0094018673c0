import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ref } from './examples.ts';
import { Actor, Instant } from './shapes.ts';

const At = z.object({
  topic: z.string().min(1).describe('The topic.'),
  partition: z.int().min(0).describe('The partition.'),
  offset: z.string().regex(/^\d+$/).describe('The offset; decimal.'),
});

/**
 * A person settled a dead letter: sent it back to its service, or dropped it. A letter is open until such an event names
 * its place; nothing else says so. A redrive that fails again makes a new letter, with a place of its own, which is open.
 */
export const LetterSettled = defineEvent({
  name: 'letter.settled',
  summary: 'A dead letter was sent back to its service, or dropped, by whom and why.',
  schema: z.object({
    action: z.enum(['redriven', 'dropped']).describe('Sent back to its service, or dropped.'),
    letter: At.describe('Where the letter lies, in the dead letters.'),
    service: z.string().min(1).describe('The service that could not handle it.'),
    origin: At.optional().describe('Where the record lay that it was made of, where the letter says so.'),
    key: z.string().optional().describe("The record's key, where it had one."),
    ticketId: z.string().optional().describe('The ticket, where it could be read.'),
    customerId: z.string().optional().describe('The customer, where it could be read.'),
    turn: z.int().optional().describe('The turn, where it could be read.'),
    failure: z
      .object({
        reason: z.string().describe('In words.'),
        errorClass: z.string().optional().describe("The error's class."),
        errorCode: z.string().optional().describe("The error's code."),
      })
      .describe('What had gone wrong, shortened.'),
    why: z.string().min(1).max(2000).describe('Why the person did so.'),
    by: Actor,
    at: Instant.describe('When.'),
  }),
  // All that is ever said of one letter, in order.
  keyMeaning: "The letter's place: `<topic>/<partition>@<offset>`.",
  key: ({ letter }) => `${letter.topic}/${letter.partition}@${letter.offset}`,
  subject: (data) => data.ticketId,
  example: {
    ...ref,
    action: 'redriven',
    letter: { topic: 'support.ticket.triaged.v1.drafter.dlq', partition: 0, offset: '12' },
    service: 'drafter',
    origin: { topic: 'support.ticket.triaged.v1', partition: 3, offset: '41' },
    key: ref.customerId,
    failure: { reason: 'No article is loaded.', errorClass: 'RetryableError', errorCode: 'UNAVAILABLE' },
    why: 'The articles are back.',
    by: { kind: 'human', id: 'sam' },
    at: '2026-03-02T09:00:00.000Z',
  },
});
