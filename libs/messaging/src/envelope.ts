import type { Contract, Envelope, EventHeaders, EventOf } from '@throughline/contracts';
import { eventId } from './event-id.ts';
import { TerminalError } from './errors.ts';
import type { IncomingRecord } from './record.ts';

// CloudEvents 1.0, Kafka protocol binding (binary mode): attributes are headers `ce_<name>`, the value is the data.
// Trace context travels in headers of its own name, as the W3C says.

const attributes = {
  id: 'ce_id',
  source: 'ce_source',
  type: 'ce_type',
  time: 'ce_time',
  subject: 'ce_subject',
  correlationId: 'ce_correlationid',
  causationId: 'ce_causationid',
  policyVersion: 'ce_policyversion',
  traceparent: 'traceparent',
  tracestate: 'tracestate',
} as const satisfies Record<keyof Envelope, keyof EventHeaders>;

const names = Object.keys(attributes) as (keyof Envelope)[];
const optionalNames = ['subject', 'causationId', 'policyVersion', 'traceparent', 'tracestate'] as const;

/** The headers of an event, for sending. */
export function toHeaders(envelope: Envelope): Record<string, string> {
  const headers: Record<string, string> = { ce_specversion: '1.0', 'content-type': 'application/json' };
  for (const name of names) {
    const value = envelope[name];
    if (value !== undefined) headers[attributes[name]] = value;
  }
  return headers;
}

const isStructured = (headers: Readonly<Record<string, string>>): boolean =>
  (headers['content-type'] ?? '').startsWith('application/cloudevents+json');

function parse(value: Buffer | null, what: string): unknown {
  if (value === null) throw new TerminalError(`${what} is empty; expected JSON.`, 'NOT_AN_EVENT');
  try {
    return JSON.parse(value.toString('utf8'));
  } catch (cause) {
    throw new TerminalError(`${what} is not JSON: ${(cause as Error).message}`, 'NOT_AN_EVENT', { cause });
  }
}

/** A structured-mode event holds its attributes in the value: put them where binary mode has them. */
function unfold(record: IncomingRecord): { headers: Readonly<Record<string, string>>; data: unknown } {
  if (!isStructured(record.headers)) return { headers: record.headers, data: parse(record.value, 'The value') };
  const event = parse(record.value, 'The structured CloudEvent');
  if (typeof event !== 'object' || event === null) {
    throw new TerminalError('The structured CloudEvent is no JSON object.', 'NOT_AN_EVENT');
  }
  const { data, ...rest } = event as Record<string, unknown>;
  const own = Object.entries(rest).flatMap(([name, value]): [string, string][] => {
    // Attributes are text, numbers and booleans; an object is none, and may not even turn into text.
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return [];
    return [[name === 'traceparent' || name === 'tracestate' ? name : `ce_${name}`, String(value)]];
  });
  return { headers: { ...record.headers, ...Object.fromEntries(own) }, data };
}

/**
 * Reads a record as an event of a contract. Unknown attributes and unknown fields of the data are kept, not refused.
 * @throws TerminalError NOT_AN_EVENT or INVALID_DATA, with the field and the reason
 */
export function readEvent<C extends Contract>(contract: C, record: IncomingRecord): EventOf<C> {
  const { headers, data } = unfold(record);
  for (const name of ['ce_specversion', 'ce_id', 'ce_source', 'ce_type']) {
    if (!headers[name]) {
      throw new TerminalError(
        `Header ${name} is missing; expected a CloudEvents 1.0 event in binary or structured mode.`,
        'NOT_AN_EVENT',
      );
    }
  }
  if (!/^1\.\d+$/.test(headers['ce_specversion'] ?? '')) {
    throw new TerminalError(`ce_specversion is '${headers['ce_specversion']}'; expected 1.0.`, 'NOT_AN_EVENT');
  }
  if (headers['ce_type'] !== contract.type) {
    throw new TerminalError(
      `ce_type is '${headers['ce_type']}'${otherType(contract, headers['ce_type'])}`,
      'NOT_AN_EVENT',
    );
  }
  const checked = contract.schema.safeParse(data);
  if (!checked.success) {
    throw new TerminalError(`${contract.name}: ${problems(checked.error.issues)}`, 'INVALID_DATA', {
      cause: checked.error,
    });
  }
  const id = headers['ce_id'] as string;
  const envelope: Envelope = {
    id,
    source: headers['ce_source'] as string,
    type: contract.type,
    time: headers['ce_time'] ?? record.timestamp,
    correlationId: headers['ce_correlationid'] ?? id,
    ...optional(headers),
  };
  // The data as sent, not as parsed: fields that this version of the contract doesn't know travel on.
  return { ...envelope, data, key: record.key?.toString('utf8') ?? '', place: record.place } as EventOf<C>;
}

/** What is wrong with a type: most of all, whether it is another version of the one that is expected. */
function otherType({ type, name, version, topic }: Contract, given = ''): string {
  const family = type.slice(0, -String(version).length);
  const other = given.startsWith(family) ? given.slice(family.length) : '';
  if (!/^\d+$/.test(other)) return `; this topic takes '${type}'.`;
  const its = `${topic.slice(0, -String(version).length)}${other}`;
  return `: version ${other} of ${name}; version ${version} is known here. Its topic is ${its}; for this one upgrade the reader, or send version ${version}.`;
}

function optional(headers: Readonly<Record<string, string>>): Partial<Envelope> {
  const found: Partial<Record<(typeof optionalNames)[number], string>> = {};
  for (const name of optionalNames) {
    const value = headers[attributes[name]];
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** Schema issues as one line: `field: reason; field: reason`. */
export const problems = (issues: readonly { path: PropertyKey[]; message: string }[]): string =>
  issues.map((i) => `${i.path.join('.') || '(data)'}: ${i.message}`).join('; ');

/** What of the causing event goes on into the next one. */
export type Cause = Pick<Envelope, 'id' | 'correlationId'> &
  Partial<Pick<Envelope, 'source' | 'policyVersion' | 'traceparent' | 'tracestate'>>;

/**
 * Id of the `counter`-th event of a type that a cause gives rise to. Our own services' ids are unique by themselves;
 * those of other systems only together with their source: two shops may both send an event 4711.
 */
export const idAfter = ({ source, id }: Cause, { type }: Contract, counter: number): string =>
  source === undefined || source.startsWith('/throughline/')
    ? eventId(id, type, counter)
    : eventId(source, id, type, counter);
