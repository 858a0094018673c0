/** What a worker used. */
export interface Usage {
  /** Records whose handler was done. */
  readonly handled: number;
  /** CPU time a record, all threads, after the warm-up; microseconds. */
  readonly cpuUs: number;
  /** The most memory that the process ever had; MiB. */
  readonly peakRssMb: number;
}

/** Counts records and what they cost. */
export class Meter {
  private handled = 0;
  private since = process.cpuUsage();
  private readonly done = Promise.withResolvers<void>();
  /** Resolves at the last record. */
  readonly full = this.done.promise;

  constructor(
    private readonly warmUp: number,
    private readonly records: number,
  ) {}

  tick(): void {
    this.handled++;
    if (this.handled === this.warmUp) this.since = process.cpuUsage();
    if (this.handled === this.records) this.done.resolve();
  }

  usage(): Usage {
    const { user, system } = process.cpuUsage(this.since);
    return {
      handled: this.handled,
      cpuUs: (user + system) / Math.max(1, this.handled - this.warmUp),
      peakRssMb: process.resourceUsage().maxRSS / 1024,
    };
  }
}
