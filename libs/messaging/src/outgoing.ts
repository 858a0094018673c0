import type { Contract, Envelope, NewEvent, ServiceDeclaration } from '@throughline/contracts';
import { v4 } from 'uuid';
import { type Cause, idAfter, problems, toHeaders } from './envelope.ts';
import { TerminalError } from './errors.ts';
import { isoTime } from './iso-time.ts';
import { maxRecordBytes, size, sizeAtMost } from './kafka.ts';
import type { OutgoingRecord } from './record.ts';
import { contextOf, sendSpan } from './tracing.ts';

/** The longest key that is sent: kafkajs hashes 2 KB in milliseconds, 300 KB in most of a minute, and nothing else runs then. */
export const maxKeyBytes = 2_000;

/** Who sends: its name, and what it may send. */
type Sender = Pick<ServiceDeclaration, 'name' | 'emits'>;

/** How an event gets its id and its place in the story. */
export interface StampOptions {
  /** The causing event; left out, this one begins a story of its own. */
  cause?: Cause | undefined;
  /** The event's id, where the caller has a deterministic one; else from the cause, else random. */
  id?: string | undefined;
  /** The how-manyeth event of this type after the cause, from 0. */
  counter?: number | undefined;
}

/**
 * Checks an event against its declaration and schema and makes the record to send: id, time, cause, trace.
 * @throws TerminalError UNDECLARED_EMIT or INVALID_EMIT
 */
export function stamp(service: Sender, event: NewEvent, { cause, id, counter = 0 }: StampOptions = {}): OutgoingRecord {
  const { contract, data } = event;
  const key = checkedKey(service, event);
  const ownId = id ?? (cause ? idAfter(cause, contract, counter) : v4());
  const headers = toHeaders({
    id: ownId,
    source: `/throughline/${service.name}`,
    type: contract.type,
    time: isoTime(Date.now()),
    subject: contract.subject(data),
    correlationId: cause?.correlationId ?? ownId,
    causationId: cause?.id,
    policyVersion: event.policyVersion ?? cause?.policyVersion,
    ...sendSpan(contract.topic, ownId, cause),
  });
  return checkedSize(service, contract, { topic: contract.topic, key, value: JSON.stringify(data), headers });
}

/** An event that somebody else made, as they said it: nothing of it is made anew. */
export interface ForeignEvent extends NewEvent {
  readonly envelope: Omit<Envelope, 'type'>;
  /** Their extension attributes beyond those of {@link Envelope}: lower-case letters and digits, and what each says. */
  readonly extensions: Readonly<Record<string, string>>;
}

/**
 * Checks an event of an outside system like one of our own and makes the record to send; id, source and time stay theirs.
 * @throws TerminalError UNDECLARED_EMIT or INVALID_EMIT
 */
export function passOn(service: Sender, event: ForeignEvent): OutgoingRecord {
  const { contract, data, envelope, extensions } = event;
  const key = checkedKey(service, event);
  const trace = sendSpan(contract.topic, envelope.id, envelope, contextOf(envelope));
  const headers = {
    ...Object.fromEntries(Object.entries(extensions).map(([name, value]) => [`ce_${name}`, value])),
    ...toHeaders({ ...envelope, type: contract.type, ...trace }),
  };
  return checkedSize(service, contract, { topic: contract.topic, key, value: JSON.stringify(data), headers });
}

function checkedKey(service: Sender, { contract, data }: NewEvent): string {
  if (!service.emits.some((declared) => declared.type === contract.type)) {
    throw new TerminalError(
      `${service.name} emits ${contract.name} without declaring it: add it to \`emits\` of services.${service.name}.`,
      'UNDECLARED_EMIT',
    );
  }
  const checked = contract.schema.safeParse(data);
  if (!checked.success) {
    throw new TerminalError(
      `${service.name} emits a wrong ${contract.name}: ${problems(checked.error.issues)}`,
      'INVALID_EMIT',
    );
  }
  const key = contract.key(data);
  if (Buffer.byteLength(key) > maxKeyBytes) {
    throw new TerminalError(
      `${service.name} emits a ${contract.name} with a key of ${Buffer.byteLength(key)} bytes; at most ${maxKeyBytes} can be sent.`,
      'INVALID_EMIT',
    );
  }
  return key;
}

function checkedSize(service: Sender, contract: Contract, record: OutgoingRecord): OutgoingRecord {
  if (sizeAtMost(record) > maxRecordBytes && size(record) > maxRecordBytes) {
    throw new TerminalError(
      `${service.name} emits a ${contract.name} of ${size(record)} bytes; at most ${maxRecordBytes} can be sent.`,
      'INVALID_EMIT',
    );
  }
  return record;
}

/** Stamps what a handler returned: one event, several or none, counted per type. */
export function stampAll(service: Sender, events: readonly NewEvent[], cause: Cause): OutgoingRecord[] {
  const counters = new Map<string, number>();
  return events.map((event) => {
    const counter = counters.get(event.contract.type) ?? 0;
    counters.set(event.contract.type, counter + 1);
    return stamp(service, event, { cause, counter });
  });
}
