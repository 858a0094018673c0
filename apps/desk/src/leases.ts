import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type ConfigOf, sweepEvery } from '@throughline/platform';
import { expire } from './claim.ts';
import type { Config } from './config.ts';
import { ReviewStore } from './review.store.ts';

/** Puts reviews whose lease is over back into their queue. */
@Injectable()
export class Leases implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('leases');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: ReviewStore,
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = sweepEvery(this.config.LEASE_SWEEP_MS, this.log, () => this.sweep(new Date()));
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  /** Compare-and-set each: a claim that was made longer meanwhile stays. */
  async sweep(now: Date): Promise<void> {
    // oxlint-disable-next-line no-await-in-loop -- few, and in no hurry
    for (const id of await this.store.expired(now)) await this.store.change(id, (review) => expire(review, now));
  }
}
