import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { CONFIG, type ConfigOf } from '@throughline/platform';
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
    const run = (): void =>
      void this.sweep(new Date()).catch((e: Error) => this.log.warn(`Leases wait to be ended: ${e.message}`));
    this.timer = setInterval(run, this.config.LEASE_SWEEP_MS).unref();
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
