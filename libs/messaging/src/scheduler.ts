import { Breaker, type BreakerPolicy } from './breaker.ts';
import { DeadlineError, isOutage } from './errors.ts';
import { Handling } from './handling.ts';
import type { Item, Lane, Partition } from './partition.ts';
import type { IncomingRecord, ProducedRecord } from './record.ts';

/** What to do with a record whose handler failed: try again later, or give up with these records to send. */
export type Verdict = { readonly retryInMs: number } | { readonly outputs: readonly ProducedRecord[] };

/** What is done with records: the seam between the engine, which knows no events, and the rest, which knows no Kafka. */
export interface Work {
  /** Turns a record into the records to send. Throws what failed. */
  handle(record: IncomingRecord, handling: Handling): Promise<readonly ProducedRecord[]>;
  /** Judges a failure. `tries` counts this one, `forMs` is the time since the first; an outage's failures count for neither. */
  failed(record: IncomingRecord, error: unknown, tries: number, forMs: number): Verdict;
  /** A handler went on after its deadline, and is left behind. */
  overran?(record: IncomingRecord): void;
}

/** Limits of the scheduler. Times in milliseconds. */
export interface SchedulerLimits {
  readonly maxInFlight: number;
  readonly deadlineMs: number;
  /** How long a handler may go on after its signal was aborted before it is left behind. */
  readonly graceMs: number;
  readonly breaker?: BreakerPolicy | undefined;
}

interface Running {
  readonly item: Item;
  readonly lane: Lane;
  readonly handling: Handling;
  readonly startedAt: number;
  over: boolean;
}

/**
 * Decides what is handled when: records of one key one after the other, keys side by side, at most `maxInFlight` at a
 * time. A record that waits for another try holds back its key and takes no place of the others.
 */
export class Scheduler {
  private readonly running = new Set<Running>();
  private readonly breaker: Breaker;
  private ready: Lane[] = [];
  private head = 0;
  private draining = false;
  private wakeUp: NodeJS.Timeout | undefined;
  private readonly watch: NodeJS.Timeout;
  private idle: (() => void) | undefined;

  /** `onHandled` hears of every record that is done with. */
  constructor(
    private readonly work: Work,
    private readonly limits: SchedulerLimits,
    private readonly onHandled: (partition: Partition) => void,
  ) {
    this.breaker = new Breaker(limits.breaker);
    // One timer for all deadlines: a timer a record would cost more than many handlers do.
    this.watch = setInterval(() => this.enforceDeadlines(), Math.min(250, limits.deadlineMs / 4));
    this.watch.unref();
  }

  /** True while the breaker is open. */
  get stalled(): boolean {
    return this.breaker.open;
  }

  /** Takes in a record; `key` decides what it waits for. */
  add(item: Item, key: string | symbol): void {
    const owner = item.partition;
    const lane = owner.lanes.get(key);
    if (lane) {
      lane.queue.push(item);
      return;
    }
    const fresh: Lane = { key, owner, queue: [item], state: 'ready' };
    owner.lanes.set(key, fresh);
    this.makeReady(fresh);
  }

  /** Begins what can be begun. */
  pump(): void {
    while (!this.draining && this.head < this.ready.length && this.running.size < this.limits.maxInFlight) {
      const { waitMs } = this.breaker;
      if (waitMs > 0) {
        this.pumpIn(waitMs);
        return;
      }
      this.begin(this.nextReady());
    }
  }

  /** What is in hand of a lost partition is called off; its queued records are forgotten. */
  forget(partition: Partition): void {
    partition.lose();
    for (const { item, handling } of this.running)
      if (item.partition === partition) handling.abort(new LostPartition());
    for (const lane of partition.lanes.values()) lane.queue.length = 0;
  }

  /** The partition came back: keys whose handler is still at work from last time go on waiting for it. */
  adopt(before: Partition, now: Partition): void {
    for (const [key, lane] of before.lanes) {
      if (lane.state !== 'busy') continue;
      lane.owner = now;
      now.lanes.set(key, lane);
    }
  }

  /** Begins nothing more; resolves when what is in hand is done, or `withinMs` is over. */
  async drain(withinMs: number): Promise<void> {
    this.draining = true;
    clearTimeout(this.wakeUp);
    if (this.running.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.idle = resolve;
      const late = setTimeout(resolve, withinMs);
      await promise;
      clearTimeout(late);
    }
    clearInterval(this.watch);
  }

  private nextReady(): Lane {
    const lane = this.ready[this.head++] as Lane;
    if (this.head > 1024 && this.head * 2 > this.ready.length) {
      this.ready = this.ready.slice(this.head);
      this.head = 0;
    }
    return lane;
  }

  private makeReady(lane: Lane): void {
    lane.state = 'ready';
    this.ready.push(lane);
  }

  private begin(lane: Lane): void {
    const item = lane.queue.shift();
    if (!item?.record) {
      this.release(lane); // forgotten while it waited
      return;
    }
    lane.state = 'busy';
    const { record } = item;
    const running: Running = { item, lane, handling: new Handling(item.tries + 1), startedAt: Date.now(), over: false };
    this.running.add(running);
    this.breaker.began();
    this.work.handle(record, running.handling).then(
      (outputs) =>
        this.ended(running, () => {
          this.breaker.succeeded();
          return this.conclude(item, outputs);
        }),
      (error: unknown) => this.ended(running, () => this.failed(running, record, error)),
    );
  }

  /** Whatever ends a handler first (its result, its failure, its deadline) ends it once. `conclude` tells if for good. */
  private ended(running: Running, conclude: () => boolean): void {
    if (running.over) return;
    running.over = true;
    this.running.delete(running);
    if (running.item.partition.lost) {
      this.breaker.calledOff();
      this.release(running.lane);
    } else if (conclude()) {
      this.release(running.lane);
      this.onHandled(running.item.partition);
    }
    if (this.running.size === 0) this.idle?.();
    this.pump();
  }

  private conclude(item: Item, outputs: readonly ProducedRecord[]): true {
    item.partition.handled(item, outputs);
    return true;
  }

  private failed({ item, lane }: Running, record: IncomingRecord, error: unknown): boolean {
    // An outage, however long, is nothing that the record could do better: it burns neither tries nor time.
    const counts = this.breaker.failed(isOutage(error));
    if (counts) item.tries++;
    if (counts) item.failingSince ??= Date.now();
    const forMs = counts ? Date.now() - (item.failingSince ?? 0) : 0;
    const verdict = this.work.failed(record, error, item.tries, forMs);
    if ('outputs' in verdict) return this.conclude(item, verdict.outputs);
    setTimeout(() => this.again(item, lane), verdict.retryInMs).unref();
    return false;
  }

  private again(item: Item, lane: Lane): void {
    if (!item.partition.lost) lane.queue.unshift(item);
    this.release(lane);
    this.pump();
  }

  /** The lane's record is done with, one way or the other: the next one's turn. */
  private release(lane: Lane): void {
    if (lane.queue.length > 0) this.makeReady(lane);
    else if (lane.owner.lanes.get(lane.key) === lane) lane.owner.lanes.delete(lane.key);
  }

  private pumpIn(waitMs: number): void {
    clearTimeout(this.wakeUp);
    // While a try is under way its end pumps.
    if (waitMs !== Infinity) this.wakeUp = setTimeout(() => this.pump(), waitMs);
  }

  private enforceDeadlines(): void {
    const now = Date.now();
    const { deadlineMs, graceMs } = this.limits;
    for (const running of this.running) {
      const late = now - running.startedAt - deadlineMs;
      if (late < 0) continue;
      const error = new DeadlineError(deadlineMs);
      running.handling.abort(error);
      const { record } = running.item;
      if (late < graceMs || !record) continue;
      this.work.overran?.(record);
      this.ended(running, () => this.failed(running, record, error));
    }
  }
}

/** Why a handler is called off when its partition goes to another instance. */
export class LostPartition extends Error {
  override readonly name = 'LostPartition';
  constructor() {
    super('The partition went to another instance, which handles the record again.');
  }
}
