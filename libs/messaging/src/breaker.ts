/** When the breaker opens and how long it stays so. Times in milliseconds. */
export interface BreakerPolicy {
  /** So many different records failing, none succeeding between, mean that it isn't the records. */
  readonly threshold: number;
  readonly initialMs: number;
  readonly maxMs: number;
}

/** Eight records in a row; half a second, doubling to half a minute. */
export const defaultBreaker: BreakerPolicy = { threshold: 8, initialMs: 500, maxMs: 30_000 };

/**
 * A circuit breaker (Nygard, "Release It!") for everything that handlers depend on. While it is open nothing is begun,
 * so a dependency that is down burns nobody's tries; then one record at a time is tried, until one succeeds.
 * It opens at once for a failure that says that a dependency is away, else after `threshold` different records.
 */
export class Breaker {
  private readonly failing = new Set<unknown>();
  private openUntil: number | undefined;
  private pauseMs: number;
  private probing = false;

  constructor(
    private readonly policy: BreakerPolicy = defaultBreaker,
    private readonly now: () => number = Date.now,
  ) {
    this.pauseMs = policy.initialMs;
  }

  get open(): boolean {
    return this.openUntil !== undefined;
  }

  /** Milliseconds until something may be begun again; 0 when it may now, Infinity while a try is under way. */
  get waitMs(): number {
    if (this.openUntil === undefined) return 0;
    return this.probing ? Infinity : Math.max(0, this.openUntil - this.now());
  }

  /** Something is begun: while the breaker is open that is the one try. */
  began(): void {
    if (this.open) this.probing = true;
  }

  /** A handler did its work, whatever came of it. @returns whether this closed the breaker */
  succeeded(): boolean {
    const wasOpen = this.open;
    this.failing.clear();
    this.openUntil = undefined;
    this.probing = false;
    this.pauseMs = this.policy.initialMs;
    return wasOpen;
  }

  /** The try came to nothing that says anything: it was called off. */
  calledOff(): void {
    this.probing = false;
  }

  /**
   * A record failed in a way that may pass. @param outage the failure itself says that a dependency is away
   * @returns whether the failure counts as one of the record's tries: not while the breaker is open
   */
  failed(record: unknown, outage: boolean): boolean {
    if (this.open) {
      if (this.probing) {
        this.pauseMs = Math.min(this.pauseMs * 2, this.policy.maxMs);
        this.openUntil = this.now() + this.pauseMs;
      }
      this.probing = false;
      return false;
    }
    this.failing.add(record);
    if (outage || this.failing.size >= this.policy.threshold) this.openUntil = this.now() + this.pauseMs;
    return true;
  }
}
