import { z } from 'zod';

const iso = 'ISO 8601 in UTC';

/** The headers of every event's record: CloudEvents 1.0 in the binary mode of its Kafka binding, and W3C trace context. */
export const EventHeaders = z
  .object({
    ce_specversion: z.literal('1.0').describe('The version of CloudEvents.'),
    ce_id: z
      .string()
      .min(1)
      .describe("The event's id. With `ce_source` it is the event's identity: the same pair again is the same event."),
    ce_source: z
      .string()
      .min(1)
      .describe('Who says so: a URI reference, e.g. `/throughline/triage` or `/acme/helpdesk`.'),
    ce_type: z.string().min(1).describe("The contract's type, e.g. `io.throughline.support.ticket.triaged.v1`."),
    ce_time: z.iso
      .datetime()
      .optional()
      .describe(`When it was made, ${iso}; left out, when it was appended to the log.`),
    ce_subject: z.string().optional().describe("The ticket's id, where the event is about a ticket."),
    ce_correlationid: z
      .string()
      .optional()
      .describe("The id of the first event of this ticket's turn; left out on the first."),
    ce_causationid: z.string().optional().describe('The id of the event that caused this one; left out on the first.'),
    ce_policyversion: z.string().optional().describe('The policy version that this turn of the ticket began with.'),
    'content-type': z.literal('application/json').describe('The value is JSON.'),
    traceparent: z.string().optional().describe('W3C trace context: the span that the event was sent in.'),
    tracestate: z.string().optional().describe('W3C trace state.'),
  })
  .meta({ title: 'EventHeaders', description: 'CloudEvents 1.0 attributes in binary mode, and trace context.' });
export type EventHeaders = z.infer<typeof EventHeaders>;

/** What a dead letter's headers say beside those of the record that it was made of. All are text. */
export const DeadLetterHeaders = z
  .object({
    'dlq-service': z.string().describe('The service that could not handle the record.'),
    'dlq-reason': z.string().describe('What went wrong, in words: the field and why, where the data is wrong.'),
    'dlq-error-class': z.string().describe("The error's class."),
    'dlq-error-code': z
      .string()
      .optional()
      .describe('`NOT_AN_EVENT`, `INVALID_DATA`, … : docs/runbooks/dead-letters.md has them all.'),
    'dlq-stack': z.string().describe('Where in the code.'),
    'dlq-topic': z.string().describe('The topic that the record lay in.'),
    'dlq-partition': z.string().describe('Its partition; decimal.'),
    'dlq-offset': z.string().describe('Its offset; decimal.'),
    'dlq-attempts': z.string().describe('How often it was tried; decimal.'),
    'dlq-at': z.iso.datetime().describe(`When it was given up, ${iso}.`),
  })
  .meta({ title: 'DeadLetterHeaders', description: "What went wrong, beside the record's own headers." });
export type DeadLetterHeaders = z.infer<typeof DeadLetterHeaders>;
