import { type Contract, outsideProducers, ReviewDecided, TicketReceived } from '@throughline/contracts';
import { z } from 'zod';

/** What may come in over HTTP at all; everything else is made by the services themselves, or by an operator's tool. */
export const inbound: readonly Contract[] = [TicketReceived, ReviewDecided];

/** What one caller may publish: messages, everybody; decisions, the review tools that are named. */
export const allowedTo = (caller: string, reviewTools: ReadonlySet<string>): readonly Contract[] =>
  inbound.filter((contract) => contract !== ReviewDecided || reviewTools.has(caller));

/** Sources that no outside system may name: they are the services' own. */
const ours = '/throughline/';
const sources = outsideProducers.flatMap(({ source }) => source ?? []).filter((source) => !source.startsWith(ours));

const text = (what: string): z.ZodString => z.string().min(1).max(1000).describe(what);

/** A CloudEvent in JSON, as far as the door looks at it; other attributes are extensions, which travel on as they are. */
export const CloudEventBody = z
  .object({
    specversion: z.literal('1.0').describe('The version of CloudEvents.'),
    id: text('Your id of this event. With `source` it is its identity: the same pair again is dropped.'),
    source: text(`Your system, a URI reference that is yours alone, e.g. \`${sources.join('`, `')}\`.`).refine(
      (source) => !source.startsWith(ours),
      `sources under ${ours} are Throughline's own: name your system`,
    ),
    type: text(`One of ${inbound.map(({ type }) => `\`${type}\``).join(', ')}; which of them depends on the caller.`),
    time: z.iso.datetime({ offset: true }).optional().describe('When it was made; left out, now.'),
    subject: z.string().optional().describe("Left out, or the ticket's id as the data has it."),
    datacontenttype: z
      .string()
      .regex(/^application\/json\s*(;|$)/i, 'expected application/json')
      .optional()
      .describe('`application/json`, or left out.'),
    data: z.unknown().describe("The event's data, as its page says."),
    correlationid: text('The id that the story began with; left out, the event begins one.').optional(),
    causationid: text('The id of the event that caused this one.').optional(),
    policyversion: text(
      "The policy version of the turn: a decision's is that of the request which it answers.",
    ).optional(),
    traceparent: text('W3C trace context; left out, that of the HTTP request.').optional(),
    tracestate: text('W3C trace state.').optional(),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean(), z.null()], 'expected text, a number, or true or false'));

/** What is wrong with an event. `event` is its place in a batch, from 0. */
export interface Problem {
  readonly event?: number;
  readonly field: string;
  readonly reason: string;
}
