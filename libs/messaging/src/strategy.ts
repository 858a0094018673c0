import { Inject, Injectable, Logger } from '@nestjs/common';
import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import type { Contract } from '@throughline/contracts';
import { isObservable, lastValueFrom } from 'rxjs';
import type { Followed, HandlerExtras } from './agent.ts';
import { Batcher } from './batcher.ts';
import { inboxes, missingTopics, topicsOf, wiringProblems } from './boot-checks.ts';
import { Engine } from './engine.ts';
import { BootError } from './errors.ts';
import { Follower } from './follower.ts';
import { Handling } from './handling.ts';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.ts';
import { type BoundHandler, Processor } from './processor.ts';
import { HandledRecord, type IncomingRecord } from './record.ts';
import { defaultRetry } from './retry.ts';
import { existingTopics } from './topics.ts';

/** How a service is, for its probes. */
export interface MessagingHealth {
  /** False when only a restart can help. */
  readonly live: boolean;
  readonly ready: boolean;
  /** Why it is not ready. */
  readonly reasons: readonly string[];
}

/** The handler of a record as one that is called for many. Nest's context is then the first of them. */
function inBatches(call: BoundHandler['call'], withinMs: number): BoundHandler['call'] {
  const batcher = new Batcher((records) => call(records, records[0] as HandledRecord), withinMs);
  return (_, record) => batcher.add(record);
}

/**
 * Nest's transport for Throughline: events of typed contracts, handled and answered in one transaction.
 * Interceptors, guards, pipes and filters run around handlers as Nest users expect.
 */
@Injectable()
export class KafkaStrategy extends Server implements CustomTransportStrategy {
  private readonly handlers: BoundHandler[] = [];
  private engine: Engine | undefined;
  private follower: Follower | undefined;

  constructor(@Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions) {
    super();
    Object.assign(this, { logger: new Logger('messaging') });
  }

  /** Nest would chain a second handler of a pattern silently; here each is kept and the doubled one refused. */
  override addHandler(
    _pattern: unknown,
    callback: MessageHandler,
    _isEvent = false,
    extras: Record<string, unknown> = {},
  ): void {
    const call = async (data: unknown, context: HandledRecord): Promise<unknown> => {
      const result: unknown = await callback(data, context);
      return isObservable(result) ? lastValueFrom(result, { defaultValue: undefined }) : result;
    };
    const handler = extras as unknown as HandlerExtras;
    this.handlers.push({ ...handler, call: handler.mode === 'record' ? inBatches(call, this.deadlineMs) : call });
  }

  /** Checks the wiring, then follows and consumes. A mistake is a BootError that lists every fix. */
  listen(callback: (error?: unknown) => void): void {
    this.start().then(() => callback(), callback);
  }

  private get deadlineMs(): number {
    return this.options.handlerTimeoutMs ?? 60_000;
  }

  async close(): Promise<void> {
    await this.engine?.stop();
    await this.follower?.stop();
  }

  /** Nest's way to reach the client below; there is none to reach. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the signature is Nest's
  unwrap<T>(): T {
    throw new Error('The Kafka client is private to the messaging library.');
  }

  on(): void {
    throw new Error('Messaging has no client events: read health() instead.');
  }

  health(): MessagingHealth {
    const reasons: string[] = [];
    if (this.engine?.state !== 'running') reasons.push(`engine is ${this.engine?.state ?? 'stopped'}`);
    if (this.engine?.stalled) reasons.push('something that handlers need is down; it is tried again and again');
    if (!this.follower?.caughtUp) reasons.push('followed topics are not read to their end yet');
    return { live: this.engine !== undefined, ready: reasons.length === 0, reasons };
  }

  private async start(): Promise<void> {
    const { declaration, brokers, instance, retry } = this.options;
    const { maxInFlight = 256, breaker } = this.options;
    const { deadlineMs } = this;
    const wiring = wiringProblems(declaration, this.handlers);
    if (wiring.length > 0) throw new BootError(declaration.name, wiring);
    const kafka = { brokers, clientId: `${declaration.name}-${instance ?? process.pid}` };
    const existing = await existingTopics(kafka);
    const missing = topicsOf(declaration).filter((topic) => !existing.has(topic));
    if (missing.length > 0) throw new BootError(declaration.name, [missingTopics(missing)]);

    this.follower = new Follower({
      ...kafka,
      service: declaration.name,
      topics: declaration.follows.map((c) => c.topic),
      apply: (record) => this.applyFollowed(record),
    });
    await this.follower.start();
    const recordsOnly = this.handlers.every((h) => h.mode !== 'event');
    this.engine = new Engine({
      ...kafka,
      lingerMs: recordsOnly ? this.handlers.find((h) => h.mode === 'record')?.lingerMs : undefined,
      group: declaration.name,
      topics: inboxes(declaration),
      instance,
      maxInFlight,
      deadlineMs,
      graceMs: 1_000,
      breaker,
      work: new Processor(declaration, this.byTopic(), { ...defaultRetry, ...retry }),
    });
    await this.engine.start();
  }

  /** Which handler each inbox has; the retry topic of an event has the same. */
  private byTopic(): Map<string, BoundHandler> {
    const recordHandler = this.handlers.find((h) => h.mode === 'record');
    const result = new Map<string, BoundHandler>();
    for (const contract of this.options.declaration.consumes) {
      const handler =
        this.handlers.find((h) => h.mode === 'event' && h.contract?.type === contract.type) ?? recordHandler;
      if (handler)
        for (const topic of inboxes({ ...this.options.declaration, consumes: [contract] })) result.set(topic, handler);
    }
    return result;
  }

  private async applyFollowed(record: IncomingRecord): Promise<void> {
    const handler = this.handlers.find((h) => h.mode === 'follow' && h.contract?.topic === record.place.topic);
    if (!handler) return;
    const followed: Followed<Contract> = {
      key: record.key?.toString('utf8') ?? '',
      data:
        record.value === null
          ? null
          : (handler.contract as Contract).schema.parse(JSON.parse(record.value.toString('utf8'))),
    };
    await handler.call(followed, new HandledRecord(record, new Handling(1)));
  }
}
