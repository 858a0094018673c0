/** When the breaker opens and how long it stays so. Times in milliseconds. */
export interface BreakerPolicy {
  readonly initialMs: number;
  readonly maxMs: number;
}

/** Half a second, doubling to half a minute. */
export const defaultBreaker: BreakerPolicy = { initialMs: 500, maxMs: 30_000 };

/**
 * A circuit breaker (Nygard, "Release It!") for everything that handlers depend on. A failure that says that a dependency
 * is away opens it. While it is open nothing is begun, so an outage burns nobody's tries; then one record at a time is
 * tried, until one succeeds. Failures of other kinds are the record's own and don't count here.
 */
export class Breaker {
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
   * @returns whether the failure counts as one of the record's tries: an outage's does only where it opens the breaker
   */
  failed(outage: boolean): boolean {
    if (!outage) {
      this.probing = false;
      return true;
    }
    if (!this.open) {
      this.openUntil = this.now() + this.pauseMs;
      return true;
    }
    if (this.probing) {
      this.pauseMs = Math.min(this.pauseMs * 2, this.policy.maxMs);
      this.openUntil = this.now() + this.pauseMs;
    }
    this.probing = false;
    return false;
  }
}
