import { Logger } from '@nestjs/common';
import type { Contract, ServiceDeclaration } from '@throughline/contracts';
import type { HandlerExtras } from './agent.ts';
import { asError, asFirstSeen, deadLetter, escalation } from './dead-letter.ts';
import { isRetryable, TerminalError } from './errors.ts';
import { handleEvent } from './handle-event.ts';
import { deadLetters, processed } from './metrics.ts';
import type { IncomingRecord, ProducedRecord } from './record.ts';
import { GaveUp, type RetryPolicy, withRetry } from './retry.ts';
import { inProcessSpan, markFailed } from './tracing.ts';

/** A handler as the strategy found it: with Nest's guards, interceptors and filters around the method. */
export interface BoundHandler extends HandlerExtras {
  readonly call: (data: unknown, context: IncomingRecord) => Promise<unknown>;
}

/**
 * Turns one record into the records to send: the handler's events, or a dead letter and an escalation. Never throws but
 * when `signal` is aborted (then nothing of the record has happened). The engine knows nothing of events, this nothing of Kafka.
 */
export class Processor {
  private readonly log = new Logger('messaging');

  constructor(
    private readonly service: ServiceDeclaration,
    private readonly handlers: ReadonlyMap<string, BoundHandler>,
    private readonly retry: RetryPolicy,
  ) {}

  async process(logged: IncomingRecord, signal: AbortSignal): Promise<readonly ProducedRecord[]> {
    const record = asFirstSeen(this.service.name, logged);
    const { place, headers } = record;
    const about = { place, headers, group: this.service.name, ticketId: headers['ce_subject'] };
    return inProcessSpan(about, async () => {
      try {
        const sent = await withRetry(this.retry, signal, () => this.attempt(record));
        processed.add(1, { service: this.service.name, topic: place.topic, outcome: 'ok' });
        return sent;
      } catch (error) {
        if (!(error instanceof GaveUp)) throw error; // aborted: the record stays uncommitted
        return this.giveUp(record, error);
      }
    });
  }

  private async attempt(record: IncomingRecord): Promise<readonly ProducedRecord[]> {
    const handler = this.handlers.get(record.place.topic);
    if (!handler) throw new TerminalError(`No handler for topic ${record.place.topic}.`);
    if (handler.mode === 'record') {
      await handler.call(record, record);
      return [];
    }
    // What this handler declares, not all that its service may emit.
    const declared = { name: this.service.name, emits: handler.emits };
    return handleEvent(declared, handler.contract as Contract, record, (event) => handler.call(event, record));
  }

  private giveUp(record: IncomingRecord, { cause, attempts }: GaveUp): readonly ProducedRecord[] {
    markFailed(cause);
    const { name, message } = asError(cause);
    const { topic, partition, offset } = record.place;
    deadLetters.add(1, { service: this.service.name, topic, error: name });
    processed.add(1, { service: this.service.name, topic, outcome: 'dead_letter' });
    const escalated = escalation(this.service, record, cause);
    this.log.error(
      `${topic}[${partition}]@${offset} goes to the dead letters after ${attempts} ${isRetryable(cause) ? 'tries' : 'try'}` +
        `${escalated ? ', its ticket to a person' : ''}: ${name}: ${message}`,
      cause instanceof Error ? cause.stack : undefined,
    );
    return [deadLetter(this.service.name, record, cause, attempts), ...(escalated ? [escalated] : [])];
  }
}
