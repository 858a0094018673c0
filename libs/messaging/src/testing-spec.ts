import type { Contract, Envelope, NewEvent } from '@throughline/contracts';
import { AssertionError } from 'node:assert';
import { declarationOf, handlersOf } from './agent.ts';
import { handlerProblems } from './boot-checks.ts';
import { toHeaders } from './envelope.ts';
import { BootError, isRetryable } from './errors.ts';
import { eventId } from './event-id.ts';
import { handleEvent } from './handle-event.ts';
import type { IncomingRecord, OutgoingRecord } from './record.ts';
import { compareEvents, type ExpectedEvent } from './testing-compare.ts';

/** An incoming event as a test gives it; nothing of it is checked yet. */
export interface GivenEvent {
  readonly contract: Contract;
  readonly data: unknown;
  readonly envelope?: Partial<Envelope>;
}

type Handle = (event: GivenEvent, place: number) => Promise<OutgoingRecord[]>;
type Method = (event: unknown, context: IncomingRecord) => unknown;

/** The sentence that a test says; {@link given} gives it its types. */
export class Spec {
  private earlier: readonly NewEvent[] = [];
  private handle: Handle = () => Promise.reject(new Error('Nobody handles it: add .when(agent).'));

  constructor(private readonly event: GivenEvent) {}

  after(...earlier: readonly NewEvent[]): this {
    this.earlier = [...this.earlier, ...earlier];
    return this;
  }

  when(handler: object | Method, { emits = [] }: { emits?: readonly Contract[] } = {}): this {
    this.handle =
      typeof handler === 'function'
        ? byFunction(handler as Method, this.event.contract, emits)
        : byAgent(handler as Record<string | symbol, Method>);
    return this;
  }

  // oxlint-disable-next-line unicorn/no-thenable -- the word is worth it; an `await` before it is told so
  then(...expected: ExpectedEvent[]): Promise<void> {
    const [resolve, reject] = expected as unknown[];
    if (typeof resolve === 'function' && typeof reject === 'function') {
      reject(new Error('Nothing is expected: end with .then(event), .thenNothing() or .thenFails…(message).'));
      return Promise.resolve();
    }
    return this.thenExactly(expected);
  }

  thenNothing(): Promise<void> {
    return this.thenExactly([]);
  }

  async thenFailsTerminally(message: string | RegExp): Promise<void> {
    compareFailure(await this.failure(), message, false);
  }

  async thenFailsRetryably(message: string | RegExp): Promise<void> {
    compareFailure(await this.failure(), message, true);
  }

  private async thenExactly(expected: readonly ExpectedEvent[]): Promise<void> {
    await this.before();
    compareEvents(await this.handle(this.event, this.earlier.length), expected);
  }

  private async failure(): Promise<unknown> {
    await this.before();
    const sent = await this.handle(this.event, this.earlier.length).catch((error: unknown) => ({ error }));
    if ('error' in sent) return sent.error;
    throw new AssertionError({ message: `It did not fail, it emitted ${names(sent)}.` });
  }

  private async before(): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as they came
    for (const [place, earlier] of this.earlier.entries()) await this.handle(earlier, place);
  }
}

const names = (sent: readonly OutgoingRecord[]): string => sent.map((r) => r.topic).join(', ') || 'nothing';

function byFunction(handle: Method, contract: Contract, emits: readonly Contract[]): Handle {
  const declared = { name: handle.name || 'the function', emits };
  return (event, place) => {
    const record = recordOf(event, place);
    return handleEvent(declared, contract, record, (read) => handle(read, record));
  };
}

function byAgent(agent: Record<string | symbol, Method>): Handle {
  const service = declarationOf(agent.constructor);
  if (!service) throw new Error(`${agent.constructor.name} is no agent: add @Agent(...) to it.`);
  const handlers = handlersOf(agent.constructor);
  const mistakes = handlers.flatMap((h) => handlerProblems(service, h));
  if (mistakes.length > 0) throw new BootError(service.name, mistakes);
  return async (event, place) => {
    const found = handlers.find((h) => h.contract?.type === event.contract.type);
    if (!found) throw new Error(`${agent.constructor.name} has no method for ${event.contract.name}.`);
    const record = recordOf(event, place);
    const call = async (data: unknown): Promise<unknown> => agent[found.method]?.(data, record);
    if (found.mode === 'event') return handleEvent({ ...service, emits: found.emits }, event.contract, record, call);
    await call({ key: record.key?.toString(), data: event.contract.schema.parse(event.data) });
    return [];
  };
}

/** The record as it would lie in the log. */
function recordOf({ contract, data, envelope }: GivenEvent, place: number): IncomingRecord & { signal: AbortSignal } {
  const id = envelope?.id ?? eventId('given', contract.type, place);
  const time = '2026-03-02T08:15:00.000Z';
  const subject = attempt(() => contract.subject(data));
  const about = { id, source: '/given', type: contract.type, time, subject, correlationId: id };
  return {
    place: { topic: contract.topic, partition: 0, offset: String(place) },
    key: Buffer.from(attempt(() => contract.key(data)) ?? ''),
    value: Buffer.from(JSON.stringify(data)),
    headers: toHeaders({ ...about, ...envelope }),
    timestamp: time,
    signal: new AbortController().signal,
  };
}

/** Wrong data may have no key; it is the check on reading that has to say so. */
function attempt<T>(ask: () => T): T | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}

function compareFailure(error: unknown, expected: string | RegExp, retryable: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  const hit = typeof expected === 'string' ? message.includes(expected) : expected.test(message);
  if (hit && isRetryable(error) === retryable) return;
  const kind = isRetryable(error) ? 'retryably' : 'terminally';
  throw new AssertionError({ message: `It failed ${kind}: ${message}`, actual: message, expected: String(expected) });
}
