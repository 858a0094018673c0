import { type Contract, type DataOf, ReviewDecided } from '@throughline/contracts';
import type { ForeignEvent } from '@throughline/messaging';
import { CloudEvent, type CloudEventV1, HTTP } from 'cloudevents';
import type { z } from 'zod';
import { CloudEventBody, inbound, type Problem } from './cloud-event.ts';
import { messageKey, ticketIdFor } from './identity.ts';
import { mediaTypes } from './media-types.ts';

/** What CloudEvents and the envelope name; all other attributes are extensions that only travel along. */
const named = new Set(['specversion', 'id', 'source', 'type', 'time', 'subject', 'datacontenttype', 'data']);
const ofEnvelope = new Set(['correlationid', 'causationid', 'policyversion', 'traceparent', 'tracestate']);

/** One event of a request as it came: what the `cloudevents` library reads, and its attributes for the checks before. */
export interface RawEvent {
  readonly message: { headers: Record<string, string>; body: unknown };
  readonly attributes: unknown;
}

export type Read = { event: ForeignEvent } | { problems: Problem[]; forbidden?: boolean };

const problemsOf = (issues: readonly z.core.$ZodIssue[], prefix = ''): Problem[] =>
  issues.map(({ path, message }) => ({
    field: [prefix, ...path].filter((p) => p !== '').join('.') || '(event)',
    reason: message,
  }));

/** Reads one event of a caller who may publish these; everything that is wrong with it is named with its field. */
export function readEvent(raw: RawEvent, allowed: readonly Contract[], caller: string): Read {
  // Before the library: where id, source or time are missing or wrong it makes up its own.
  const attributes = CloudEventBody.safeParse(raw.attributes);
  if (!attributes.success) return { problems: problemsOf(attributes.error.issues) };
  const contract = allowed.find(({ type }) => type === attributes.data.type);
  if ('data_base64' in attributes.data) return { problems: [{ field: 'data_base64', reason: 'send JSON, in data' }] };
  if (!contract) return notAllowed(attributes.data.type, allowed, caller);
  const parsed = parse(raw);
  if ('problems' in parsed) return parsed;
  const { event } = parsed;
  const data = contract.schema.safeParse(event.data);
  if (!data.success) return { problems: problemsOf(data.error.issues, 'data') };
  const problems = [...subjectProblems(event, contract), ...decisionProblems(event, contract)];
  return problems.length > 0 ? { problems } : { event: foreign(event, contract, caller) };
}

function notAllowed(type: string, allowed: readonly Contract[], caller: string): Read {
  const may = allowed.map((contract) => contract.type).join(', ');
  const hint = inbound.some((contract) => contract.type === type)
    ? '; decisions are taken of callers that REVIEW_TOOLS names'
    : '';
  return {
    problems: [{ field: 'type', reason: `'${type}' is not for ${caller} to publish; allowed: ${may}${hint}` }],
    forbidden: true,
  };
}

function parse({ message }: RawEvent): { event: CloudEventV1<unknown> } | { problems: Problem[] } {
  try {
    const event = HTTP.toEvent(message) as CloudEventV1<unknown>;
    // Not the event's own: an extension may have that name.
    CloudEvent.prototype.validate.call(event);
    return { event };
  } catch (error) {
    const { message: reason, errors = [] } = error as Error & {
      errors?: { instancePath?: string; message?: string }[];
    };
    const listed = errors.map((e) => ({ field: e.instancePath?.slice(1) || '(event)', reason: e.message ?? reason }));
    return { problems: listed.length > 0 ? listed : [{ field: '(event)', reason }] };
  }
}

function subjectProblems({ subject, data }: CloudEventV1<unknown>, contract: Contract): Problem[] {
  if (subject === undefined || subject === contract.subject(data)) return [];
  return [{ field: 'subject', reason: 'leave it out, or send the ticketId of the data' }];
}

/**
 * What an agent says goes through the drafter's door, and its gate. To close or reassign is the desk's own work, of which
 * its event only tells: taken here, it would do nothing.
 */
function decisionProblems({ data }: CloudEventV1<unknown>, contract: Contract): Problem[] {
  if (contract !== ReviewDecided) return [];
  const { action, by } = data as DataOf<typeof ReviewDecided>;
  const problems: Problem[] = [];
  if (action === 'close' || action === 'reassign')
    problems.push({ field: 'data.action', reason: "close and reassign at the desk's API" });
  if (by.kind !== 'human') problems.push({ field: 'data.by.kind', reason: "a person decides: send 'human'" });
  return problems;
}

function foreign(event: CloudEventV1<unknown>, contract: Contract, caller: string): ForeignEvent {
  const { id, source, data } = event;
  const of = (name: string): string | undefined => event[name] as string | undefined;
  const others = Object.entries(event).filter(
    ([name, value]) => !named.has(name) && !ofEnvelope.has(name) && value !== undefined && value !== null,
  );
  return {
    contract,
    data,
    envelope: {
      id,
      source,
      time: event.time ?? new Date().toISOString(),
      // The ticket that a message opens when it names none: so its own event is found with the ticket, too.
      subject: contract.subject(data) ?? ticketIdFor(messageKey(source, id)),
      correlationId: of('correlationid') ?? id,
      causationId: of('causationid'),
      policyVersion: of('policyversion'),
      traceparent: of('traceparent'),
      tracestate: of('tracestate'),
    },
    // The extension of CloudEvents for who it was that published, last: nobody says so of themselves.
    extensions: {
      ...Object.fromEntries(others.map(([name, value]) => [name, String(value)])),
      authtype: 'api_key',
      authid: caller,
    },
  };
}

/** The event that one JSON document is. */
export const structured = (body: unknown): RawEvent => ({
  message: { headers: { 'content-type': mediaTypes.structured }, body },
  attributes: body,
});

/** The event whose attributes are the `ce-` headers, percent-encoded, and whose data is the body. */
export function binary(headers: Readonly<Record<string, unknown>>, body: unknown): RawEvent {
  const own = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    name.startsWith('ce-') ? [[name, decoded(String(value))]] : [],
  );
  const attributes = { ...Object.fromEntries(own.map(([name, value]) => [name.slice(3), value])), data: body };
  return {
    message: { headers: { ...Object.fromEntries(own), 'content-type': mediaTypes.binary }, body },
    attributes,
  };
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value; // no percent-encoding after all
  }
}
