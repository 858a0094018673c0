import { Logger } from '@nestjs/common';
import { Breaker } from '@throughline/messaging';
import type { Answer } from './answer.ts';
import type { Claimed, DeliveryStore } from './delivery.store.ts';
import type { Endpoint } from './endpoints.ts';
import { posts } from './metrics.ts';
import { verdict } from './verdict.ts';

/** What a lane needs to know. Times in milliseconds. */
export interface LaneOptions {
  readonly leaseMs: number;
  readonly retryMs: number;
  readonly post: (delivery: Claimed) => Promise<Answer>;
}

/** The longest that a receiver's Retry-After keeps all of its deliveries waiting. */
const longestRest = 3_600_000;

/**
 * One endpoint's posts, `concurrency` at a time: a slow or absent endpoint holds up nobody but itself. While it is away
 * one post at a time is tried, so those that wait burn no tries, and go out in a row when it is back.
 */
export class Lane {
  private readonly log: Logger;
  private readonly breaker = new Breaker();
  private readonly underWay = new Set<Promise<void>>();
  private filling: Promise<void> | undefined;
  private again = false;
  private restUntil = 0;
  private stopped = false;

  constructor(
    readonly endpoint: Endpoint,
    private readonly store: DeliveryStore,
    private readonly options: LaneOptions,
  ) {
    this.log = new Logger(`endpoint ${endpoint.name}`);
    for (const outcome of ['accepted', 'failed', 'refused']) posts.add(0, { endpoint: endpoint.name, outcome });
  }

  /** Begins what is due, as far as there is room. */
  wake(): void {
    this.again = true;
    this.filling ??= this.fill().finally(() => {
      this.filling = undefined;
      if (this.again) this.wake(); // it came after the last look
    });
  }

  /** Begins nothing more; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.filling;
    await Promise.all(this.underWay);
  }

  private get hasRoom(): boolean {
    const resting = Date.now() < this.restUntil;
    return !this.stopped && !resting && this.underWay.size < this.endpoint.concurrency && this.breaker.waitMs === 0;
  }

  private async fill(): Promise<void> {
    while (this.again) {
      this.again = false;
      // oxlint-disable-next-line no-await-in-loop -- one after the other: each may be the last that is due
      while (this.hasRoom && (await this.begin()));
    }
  }

  private async begin(): Promise<boolean> {
    this.breaker.began();
    const delivery = await this.claim();
    if (!delivery) {
      this.breaker.calledOff();
      return false;
    }
    const posted = this.run(delivery).finally(() => {
      this.underWay.delete(posted);
      this.wake();
    });
    this.underWay.add(posted);
    return true;
  }

  private async claim(): Promise<Claimed | null> {
    try {
      return await this.store.claim(this.endpoint.name, new Date(), this.options.leaseMs);
    } catch (error) {
      this.log.warn(`Posts are put off: ${(error as Error).message}`); // the next wake tries again
      return null;
    }
  }

  private async run(delivery: Claimed): Promise<void> {
    try {
      const answer = await this.options.post(delivery);
      this.heed(answer);
      posts.add(1, { endpoint: this.endpoint.name, outcome: answer.kind });
      const now = new Date();
      const next = verdict(delivery, answer, { initialMs: this.options.retryMs, now });
      if (next.state === 'pending') {
        const wait = next.nextAt.getTime() - now.getTime();
        this.log.warn(
          `${delivery.event} ${delivery._id} ${answer.kind === 'failed' ? answer.detail : ''}, again in ${wait} ms`,
        );
      }
      await this.store.settle(delivery, answer, next, now);
    } catch (error) {
      // What came of it is not written down: it is due again when its lease is over, and posted under the same id.
      this.breaker.calledOff();
      this.log.error(
        `${delivery.event} ${delivery._id} is left as it is: ${(error as Error).message}`,
        (error as Error).stack,
      );
    }
  }

  private heed(answer: Answer): void {
    if (answer.kind !== 'failed') {
      if (this.breaker.succeeded()) this.log.log('is back');
      return;
    }
    this.breaker.failed(answer.away);
    // Who asks for quiet means all of us.
    if (answer.away && answer.retryAfterMs) this.restUntil = Date.now() + Math.min(answer.retryAfterMs, longestRest);
  }
}
