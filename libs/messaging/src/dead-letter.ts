import {
  type DeadLetterHeaders,
  deadLetterTopic,
  TicketEscalated,
  TicketRef,
  Ticket,
  Triage,
  Draft,
  type ServiceDeclaration,
} from '@throughline/contracts';
import { type Cause } from './envelope.ts';
import { eventId } from './event-id.ts';
import { TerminalError } from './errors.ts';
import { maxRecordBytes, size } from './kafka.ts';
import { maxKeyBytes, stamp } from './outgoing.ts';
import type { IncomingRecord, OutgoingRecord, ProducedRecord } from './record.ts';

const inbox = (topic: string, service: string): string =>
  topic.endsWith(`.${service}.retry`) ? topic.slice(0, -`.${service}.retry`.length) : topic;

/**
 * The record for the dead letters: key, value and headers as they were, and what went wrong in `dlq-*` headers. What can't
 * be sent (see `maxRecordBytes`, `maxKeyBytes`) is left out: the record itself still lies at its place.
 */
export function deadLetter(service: string, record: IncomingRecord, error: unknown, attempts: number): ProducedRecord {
  const { name, message, stack = '', code } = asError(error);
  const letter = {
    topic: deadLetterTopic(inbox(record.place.topic, service), service),
    key: record.key !== null && record.key.length > maxKeyBytes ? null : record.key,
    value: record.value,
    headers: {
      ...record.headers,
      ...({
        'dlq-service': service,
        // Bounded, like the stack: headers count against the broker's limit.
        'dlq-reason': message.slice(0, 2000),
        'dlq-error-class': name,
        ...(code && { 'dlq-error-code': code }),
        'dlq-stack': stack.slice(0, 4000),
        'dlq-topic': record.place.topic,
        'dlq-partition': String(record.place.partition),
        'dlq-offset': record.place.offset,
        'dlq-attempts': String(attempts),
        'dlq-at': new Date().toISOString(),
      } satisfies DeadLetterHeaders),
    },
  };
  // What went wrong matters more than what the broker would refuse: that still lies at its place.
  if (size(letter) <= maxRecordBytes) return letter;
  const bare = { ...letter, value: null };
  return size(bare) <= maxRecordBytes ? bare : { ...bare, headers: shortened(letter.headers) };
}

/** Headers of which none can be large: the first of them, each cut. */
const shortened = (headers: Readonly<Record<string, string>>): Record<string, string> => {
  const own = Object.entries(headers).filter(([name]) => name.startsWith('dlq-'));
  const others = Object.entries(headers).filter(([name]) => !name.startsWith('dlq-') && name.length <= 100);
  return Object.fromEntries([...others.slice(0, 50).map(([name, text]) => [name, text.slice(0, 1000)]), ...own]);
};

/**
 * The escalation for the ticket of a record that can't be handled, with as much of its evidence as can be read;
 * undefined where the record names no ticket and turn, or the service doesn't escalate.
 */
export function escalation(
  service: ServiceDeclaration,
  record: IncomingRecord,
  error: unknown,
): OutgoingRecord | undefined {
  if (service.onFailure !== 'escalate') return undefined;
  const data = lenient(record);
  const ref = TicketRef.safeParse(data);
  if (!ref.success) return undefined;
  const { name, message } = asError(error);
  const bare = { ...ref.data, step: service.name, reason: message.slice(0, 2000), errorClass: name };
  const event = TicketEscalated.of({
    ...bare,
    ...part('ticket', Ticket.safeParse(data['ticket'])),
    ...part('triage', Triage.safeParse(data['triage'])),
    ...part('draft', Draft.safeParse(data['draft'])),
  });
  // The id depends on ticket and turn alone: whoever escalates this turn again says the same thing.
  const id = eventId(ref.data.ticketId, ref.data.turn, TicketEscalated.type);
  const options = { cause: causeOf(record), id };
  // The most that can be said; nothing where ids or headers alone are larger than the broker takes.
  for (const said of [event, TicketEscalated.of(bare)]) {
    try {
      return stamp(service, said, options);
    } catch (tooLarge) {
      if (!(tooLarge instanceof TerminalError)) throw tooLarge;
    }
  }
  return undefined;
}

const part = <K extends string, T>(name: K, parsed: { success: boolean; data?: T }): Partial<Record<K, T>> =>
  parsed.success ? ({ [name]: parsed.data } as Record<K, T>) : {};

/** The data of a record, read as far as it can be; empty where it is no JSON object. */
export function lenient(record: Pick<IncomingRecord, 'value'>): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(record.value?.toString('utf8') ?? 'null');
    if (typeof value !== 'object' || value === null) return {};
    const data = 'specversion' in value && 'data' in value ? value.data : value;
    return (data ?? {}) as Record<string, unknown>;
  } catch {
    return {}; // not JSON: there is no ticket to be found in it
  }
}

/**
 * A record as it first came: one of the retry topic keeps the place of the record that it repeats, so that everything
 * that knows records by their place knows it again.
 */
export function asFirstSeen(service: string, record: IncomingRecord): IncomingRecord {
  const { 'dlq-topic': topic, 'dlq-partition': partition, 'dlq-offset': offset } = record.headers;
  const { place } = record;
  const own = inbox(place.topic, service);
  // A place that can't be is none: a record of this topic alone is repeated here.
  if (own === place.topic || !topic || inbox(topic, service) !== own) return record;
  if (!/^\d{1,9}$/.test(partition ?? '') || !/^\d{1,19}$/.test(offset ?? '')) return record;
  return { ...record, place: { topic: own, partition: Number(partition), offset: String(offset) } };
}

/** The causing event as far as its headers tell; the place stands in for a missing id. */
export function causeOf({ headers, place }: IncomingRecord): Cause {
  const id = headers['ce_id'] ?? eventId(place.topic, place.partition, place.offset);
  return {
    id,
    correlationId: headers['ce_correlationid'] ?? id,
    ...(headers['ce_policyversion'] && { policyVersion: headers['ce_policyversion'] }),
    ...(headers['traceparent'] && { traceparent: headers['traceparent'] }),
    ...(headers['tracestate'] && { tracestate: headers['tracestate'] }),
  };
}

/** Name, message, stack and code of whatever was thrown. */
export const asError = (error: unknown): { name: string; message: string; stack?: string; code?: string } =>
  Error.isError(error)
    ? {
        // A subclass that sets no name (Nest's RpcException) says more by its class.
        name: error.name === 'Error' ? error.constructor.name : error.name,
        message: error.message,
        ...(error.stack && { stack: error.stack }),
        ...('code' in error && { code: String(error.code) }),
      }
    : { name: 'NonError', message: String(error) };
