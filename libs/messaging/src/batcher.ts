import { DeadlineError, isOutage } from './errors.ts';
import type { HandledRecord } from './record.ts';
import { activeSpanContext, inBatchSpan, type SpanContext } from './tracing.ts';

/** Handles records together, all or nothing. */
export type BatchCall = (records: readonly HandledRecord[]) => Promise<unknown>;

interface Waiting {
  readonly record: HandledRecord;
  readonly span: SpanContext | undefined;
  readonly done: PromiseWithResolvers<void>;
}

/**
 * Hands on in one call what the engine begins side by side: one call at a time, what comes meanwhile makes the next. Of
 * a key there is never more than one record in a call, because the engine begins none before the last one is done.
 */
export class Batcher {
  private waiting: Waiting[] = [];
  private busy = false;

  /** @param withinMs after that a call is left behind: one that hangs must not hold up all that comes after it */
  constructor(
    private readonly call: BatchCall,
    private readonly withinMs: number,
  ) {}

  /** Resolves when a call that had the record has succeeded. @throws what the call for this record threw */
  add(record: HandledRecord): Promise<void> {
    const done = Promise.withResolvers<void>();
    this.waiting.push({ record, span: activeSpanContext(), done });
    // Not at once: what came in the same answer of the broker is begun in the same turn of the event loop.
    if (!this.busy) setImmediate(() => void this.run());
    this.busy = true;
    return done.promise;
  }

  private async run(): Promise<void> {
    while (this.waiting.length > 0) {
      const batch = this.waiting;
      this.waiting = [];
      // oxlint-disable-next-line no-await-in-loop -- one call at a time
      await this.handle(batch);
    }
    this.busy = false;
  }

  private async handle(batch: readonly Waiting[]): Promise<void> {
    try {
      await inBatchSpan(
        batch.map((w) => w.span),
        () => this.inTime(batch.map((w) => w.record)),
      );
      for (const { done } of batch) done.resolve();
    } catch (error) {
      const forAll = isOutage(error) || error instanceof DeadlineError;
      if (batch.length === 1 || forAll) for (const { done } of batch) done.reject(error);
      // One bad record must not take the others with it.
      // oxlint-disable-next-line no-await-in-loop -- one call at a time
      else for (const one of batch) await this.handle([one]);
    }
  }

  /** @throws DeadlineError where the call takes too long */
  private async inTime(records: readonly HandledRecord[]): Promise<void> {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new DeadlineError(this.withinMs)), this.withinMs);
    try {
      await Promise.race([this.call(records), late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }
}
