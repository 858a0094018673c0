import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { CONFIG, type ConfigOf, sweepEvery } from '@throughline/platform';
import type { Dispatcher } from 'undici';
import { connectionsTo } from './address.ts';
import type { Answer } from './answer.ts';
import type { Config } from './config.ts';
import { type Claimed, DeliveryStore } from './delivery.store.ts';
import { EndpointStore } from './endpoint.store.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import { Lane } from './lane.ts';
import { post } from './post.ts';

/** The longest that a connection may take to come about, in milliseconds. */
const connectMs = 5_000;
const expireEveryMs = 60_000;

/** A lane an endpoint; wakes them when something may be due. */
@Injectable()
export class Lanes implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger('lanes');
  private readonly lanes: readonly Lane[];
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly dispatchers: Dispatcher[] = [];

  constructor(
    @Inject(ENDPOINTS) endpoints: readonly Endpoint[],
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
    private readonly deliveries: DeliveryStore,
    private readonly states: EndpointStore,
  ) {
    // A lease is over when the post must have ended long ago, also by clocks that differ.
    const leaseMs = 4 * config.WEBHOOKS_TIMEOUT_MS;
    this.lanes = endpoints.map((endpoint) => {
      const dispatcher = connectionsTo(endpoint, Math.min(connectMs, config.WEBHOOKS_TIMEOUT_MS));
      this.dispatchers.push(dispatcher);
      const options = { leaseMs, retryMs: config.WEBHOOKS_RETRY_MS, post: this.poster(endpoint, dispatcher) };
      return new Lane(endpoint, deliveries, options);
    });
  }

  onApplicationBootstrap(): void {
    this.timers.push(
      setInterval(() => this.wake(), this.config.WEBHOOKS_POLL_MS).unref(),
      sweepEvery(expireEveryMs, this.log, () => this.deliveries.expire(new Date())),
    );
    this.wake();
  }

  /** While the store is still there: what is under way ends, and what came of it is written down. */
  async beforeApplicationShutdown(): Promise<void> {
    this.timers.forEach((timer) => clearInterval(timer));
    await Promise.all(this.lanes.map((lane) => lane.stop()));
    await Promise.all(this.dispatchers.map((dispatcher) => dispatcher.destroy()));
  }

  wake(): void {
    for (const lane of this.lanes) lane.wake();
  }

  private poster(endpoint: Endpoint, dispatcher: Dispatcher): (delivery: Claimed) => Promise<Answer> {
    const { name } = endpoint;
    const timeoutMs = this.config.WEBHOOKS_TIMEOUT_MS;
    return async ({ _id: id, body }) => {
      const { disabled } = await this.states.find(name);
      if (disabled) return { kind: 'refused', detail: `is disabled: it said on ${disabled.at} that it is gone (410)` };
      const answer = await post({ id, body, endpoint, dispatcher, timeoutMs });
      if (answer.status === 410) await this.states.disable(name, new Date());
      return answer;
    };
  }
}
