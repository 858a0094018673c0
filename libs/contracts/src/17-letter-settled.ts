import { z } from 'zod';
import { defineEvent } from './contract.ts';
import { ref } from './examples.ts';
import { Actor, Instant } from './shapes.ts';

const At = z.object({
  topic: z.string().min(1),
  partition: z.int().min(0),
  /** Decimal. */
  offset: z.string().regex(/^\d+$/),
});

/**
 * A person settled a dead letter: sent it back to its service, or dropped it. A letter is open until such an event names
 * its place; nothing else says so. A redrive that fails again makes a new letter, with a place of its own, which is open.
 */
export const LetterSettled = defineEvent({
  name: 'letter.settled',
  summary: 'A dead letter was sent back to its service, or dropped, by whom and why.',
  schema: z.object({
    action: z.enum(['redriven', 'dropped']),
    /** Where the letter lies, in the dead letters. */
    letter: At,
    /** The service that could not handle it. */
    service: z.string().min(1),
    /** Where the record lay that it was made of, where the letter says so. */
    origin: At.optional(),
    /** The record's key, where it had one. */
    key: z.string().optional(),
    /** What of the ticket could be read from the letter. */
    ticketId: z.string().optional(),
    customerId: z.string().optional(),
    turn: z.int().optional(),
    /** What had gone wrong, shortened. */
    failure: z.object({ reason: z.string(), errorClass: z.string().optional(), errorCode: z.string().optional() }),
    why: z.string().min(1).max(2000),
    by: Actor,
    at: Instant,
  }),
  // All that is ever said of one letter, in order.
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
