import type { z } from 'zod';

/** What every event carries beside its data: the CloudEvents 1.0 attributes, as Kafka headers `ce_*`. */
export interface Envelope {
  /** Unique and deterministic: a repeat of the same step has the same id. UUID. */
  id: string;
  /** Who says so, e.g. `/throughline/triage`. */
  source: string;
  /** The contract's type, e.g. `io.throughline.support.ticket.triaged.v1`. */
  type: string;
  /** When it was made, ISO 8601 in UTC. */
  time: string;
  /** The ticket's id, where the event is about a ticket. */
  subject?: string | undefined;
  /** The id of the first event of this ticket's turn; equal along the whole flow of the turn. */
  correlationId: string;
  /** The id of the event that caused this one; absent on the first. */
  causationId?: string | undefined;
  /** The policy version that this turn of the ticket began with. */
  policyVersion?: string | undefined;
  /** W3C trace context. */
  traceparent?: string | undefined;
  tracestate?: string | undefined;
}

/** A record's place in the log; unique for all time within one cluster. `offset` is a decimal string (it may pass 2^53). */
export interface Place {
  topic: string;
  partition: number;
  offset: string;
}

/** How a contract is declared: see {@link defineEvent}. */
export interface ContractOptions<S extends z.ZodType> {
  /** The name without prefix and version, e.g. `ticket.triaged`. */
  name: string;
  /** One sentence: what has happened when this event exists. */
  summary: string;
  /** Major version; 1 if left out. An incompatible change is a new version, a new topic, and a new contract value. */
  version?: number;
  /** What the data must look like. No defaults and no transforms: what was checked is what is passed on. */
  schema: S;
  /** The Kafka record key: order holds among events of one key. */
  key: (data: z.infer<S>) => string;
  /** What the key is, in words; left out where it is one field of the data. */
  keyMeaning?: string | undefined;
  /** `ce_subject`: the ticket's id, for events about a ticket. */
  subject?: (data: z.infer<S>) => string | undefined;
  /** True for a topic that keeps the last record of every key for ever. */
  compacted?: boolean;
  /** A believable instance; a test parses it, the documentation shows it. */
  example: z.infer<S>;
}

/** A contract: one kind of event, declared once. Everything else (types, schemas, topics, the flow diagram) comes from it. */
export interface Contract<Data = unknown> {
  readonly name: string;
  readonly summary: string;
  readonly version: number;
  /** `io.throughline.support.<name>.v<version>` */
  readonly type: string;
  /** `support.<name>.v<version>` */
  readonly topic: string;
  readonly schema: z.ZodType<Data>;
  readonly compacted: boolean;
  readonly example: Data;
  /** What the key is, where it isn't one field of the data. */
  readonly keyMeaning: string | undefined;
  key(data: Data): string;
  subject(data: Data): string | undefined;
  /** An event of this kind, to be returned by a handler or published. Ids, time and cause are stamped on sending. */
  of(data: Data, options?: NewEventOptions): NewEvent<Data>;
}

/** What a maker of an event may say beside its data. */
export interface NewEventOptions {
  /** The policy version this turn begins with; left out, it is that of the causing event. */
  policyVersion?: string;
}

/** An event on its way out, not yet stamped with id, time and cause. */
export interface NewEvent<Data = unknown> {
  readonly contract: Contract<Data>;
  readonly data: Data;
  readonly policyVersion?: string;
}

/** The data type of a contract. */
export type DataOf<C> = C extends Contract<infer D> ? D : never;

/** An event as a handler gets it: envelope, checked data, key and place. */
export type EventOf<C> = Envelope & { readonly data: DataOf<C>; readonly key: string; readonly place: Place };

/** What a handler of a service that declares `emits: E` may return. */
export type Emitted<E extends readonly Contract[]> = { [K in keyof E]: NewEvent<DataOf<E[K]>> }[number];

/** Declares one kind of event. Throws if the name is malformed. */
export function defineEvent<S extends z.ZodType>(options: ContractOptions<S>): Contract<z.infer<S>> {
  const { name, summary, schema, key, keyMeaning, subject, example, version = 1, compacted = false } = options;
  if (!/^[a-z]+(\.[a-z]+)?$/.test(name)) {
    throw new Error(`Contract name '${name}': expected one or two lower-case words, like 'ticket.opened'.`);
  }
  const contract: Contract<z.infer<S>> = {
    name,
    summary,
    version,
    type: `io.throughline.support.${name}.v${version}`,
    topic: `support.${name}.v${version}`,
    schema: schema as z.ZodType<z.infer<S>>,
    compacted,
    example,
    keyMeaning,
    key,
    subject: subject ?? (() => undefined),
    of: (data, given) => ({ contract, data, ...given }),
  };
  return contract;
}
