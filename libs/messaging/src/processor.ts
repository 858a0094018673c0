import { Logger } from '@nestjs/common';
import type { Contract, ServiceDeclaration } from '@throughline/contracts';
import type { HandlerExtras } from './agent.ts';
import { asError, asFirstSeen, deadLetter, escalation } from './dead-letter.ts';
import { isRetryable, TerminalError } from './errors.ts';
import { handleEvent } from './handle-event.ts';
import type { Handling } from './handling.ts';
import { deadLetters, processed, retries } from './metrics.ts';
import { HandledRecord, type IncomingRecord, type ProducedRecord } from './record.ts';
import { backoffMs, isSpent, type RetryPolicy } from './retry.ts';
import type { Verdict, Work } from './scheduler.ts';
import { inProcessSpan } from './tracing.ts';

/** A handler as the strategy found it: with Nest's guards, interceptors and filters around the method. */
export interface BoundHandler extends HandlerExtras {
  readonly call: (data: unknown, context: HandledRecord) => Promise<unknown>;
}

/**
 * Turns one record into the records to send: the handler's events, or a dead letter and an escalation. The engine knows
 * nothing of events, this nothing of Kafka.
 */
export class Processor implements Work {
  private readonly log = new Logger('messaging');

  constructor(
    private readonly service: ServiceDeclaration,
    private readonly handlers: ReadonlyMap<string, BoundHandler>,
    private readonly retry: RetryPolicy,
  ) {}

  async handle(logged: IncomingRecord, handling: Handling): Promise<readonly ProducedRecord[]> {
    const record = asFirstSeen(this.service.name, logged);
    const { place, headers } = record;
    const about = { place, headers, group: this.service.name, ticketId: headers['ce_subject'] };
    const sent = await inProcessSpan(about, () => this.attempt(record, handling));
    processed.add(1, { service: this.service.name, topic: place.topic, outcome: 'ok' });
    return sent;
  }

  failed(logged: IncomingRecord, error: unknown, tries: number, forMs: number): Verdict {
    const record = asFirstSeen(this.service.name, logged);
    if (!isRetryable(error) || isSpent(this.retry, tries, forMs)) {
      return { outputs: this.giveUp(record, error, tries) };
    }
    const retryInMs = backoffMs(this.retry, tries, error);
    const { topic, partition, offset } = record.place;
    retries.add(1, { service: this.service.name, topic, error: asError(error).name });
    this.log.warn(
      `${topic}[${partition}]@${offset} failed (try ${tries}), again in ${retryInMs} ms: ${asError(error).message}`,
    );
    return { retryInMs };
  }

  overran({ place: { topic, partition, offset } }: IncomingRecord): void {
    const at = this.handlers.get(topic)?.at ?? topic;
    this.log.error(
      `${at} goes on with ${topic}[${partition}]@${offset} although its signal was aborted: it is left behind. Pass the signal on to what it waits for.`,
    );
  }

  /** @throws what is wrong before there is anything to wait for */
  private attempt(record: IncomingRecord, handling: Handling): Promise<readonly ProducedRecord[]> {
    const handler = this.handlers.get(record.place.topic);
    if (!handler) throw new TerminalError(`No handler for topic ${record.place.topic}.`);
    const context = new HandledRecord(record, handling);
    if (handler.mode === 'record') return handler.call(context, context).then(() => []);
    // What this handler declares, not all that its service may emit.
    const declared = { name: this.service.name, emits: handler.emits };
    return handleEvent(declared, handler.contract as Contract, record, (event) => handler.call(event, context));
  }

  private giveUp(record: IncomingRecord, cause: unknown, tries: number): readonly ProducedRecord[] {
    const { name, message } = asError(cause);
    const { topic, partition, offset } = record.place;
    deadLetters.add(1, { service: this.service.name, topic, error: name });
    processed.add(1, { service: this.service.name, topic, outcome: 'dead_letter' });
    const escalated = escalation(this.service, record, cause);
    this.log.error(
      `${topic}[${partition}]@${offset} goes to the dead letters after ${tries} ${tries === 1 ? 'try' : 'tries'}` +
        `${escalated ? ', its ticket to a person' : ''}: ${name}: ${message}`,
      Error.isError(cause) ? cause.stack : undefined,
    );
    return [deadLetter(this.service.name, record, cause, tries), ...(escalated ? [escalated] : [])];
  }
}
