import { Inject, type OnModuleInit } from '@nestjs/common';
import { type Contract, retryTopic, services } from '@throughline/contracts';
import { Agent, ConsumesRecords, eventId, type IncomingRecord, readEvent } from '@throughline/messaging';
import { CONFIG, type ConfigOf } from '@throughline/platform';
import { cloudEvent } from './cloud-event.ts';
import type { Config } from './config.ts';
import { DeliveryStore, type NewDelivery } from './delivery.store.ts';
import { EndpointStore } from './endpoint.store.ts';
import { ENDPOINTS, type Endpoint } from './endpoints.ts';
import { Lanes } from './lanes.ts';

const { name, consumes } = services.webhooks;
const contractOf = new Map<string, Contract>(
  (consumes as readonly Contract[]).flatMap((c) => [
    [c.topic, c],
    [retryTopic(c.topic, name), c],
  ]),
);

/** Writes down what has to be posted, and where to. Posting is the lanes' matter: no endpoint can hold up a partition. */
@Agent(services.webhooks)
export class WebhooksAgent implements OnModuleInit {
  private readonly since = new Map<string, Date>();

  constructor(
    @Inject(ENDPOINTS) private readonly endpoints: readonly Endpoint[],
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
    private readonly deliveries: DeliveryStore,
    private readonly states: EndpointStore,
    private readonly lanes: Lanes,
  ) {}

  async onModuleInit(): Promise<void> {
    const now = new Date();
    // oxlint-disable-next-line no-await-in-loop -- few, and once
    for (const endpoint of this.endpoints)
      this.since.set(endpoint.name, await this.states.register(endpoint.name, now));
  }

  @ConsumesRecords({ lingerMs: 20 })
  async records(records: readonly IncomingRecord[]): Promise<void> {
    const added = records.flatMap((record) => this.deliveriesOf(record));
    if (added.length === 0) return;
    await this.deliveries.add(added, new Date(), this.config.WEBHOOKS_RETRY_FOR_MS);
    this.lanes.wake();
  }

  private deliveriesOf(record: IncomingRecord): NewDelivery[] {
    const contract = contractOf.get(record.place.topic);
    // A tombstone is no event: its key is removed from a compacted topic.
    if (!contract || record.value === null) return [];
    const receivers = this.endpoints.filter((e) => e.events.has(contract.name) && this.knew(e, record));
    if (receivers.length === 0) return [];
    const event = readEvent(contract, record);
    const body = cloudEvent(event);
    return receivers.map(({ name: endpoint }) => ({
      _id: `msg_${eventId(endpoint, event.source, event.id)}`,
      endpoint,
      event: contract.name,
      ...(event.subject && { subject: event.subject }),
      body,
    }));
  }

  /** What happened before an endpoint was configured is not for it: a topic may hold weeks. */
  private knew(endpoint: Endpoint, record: IncomingRecord): boolean {
    return new Date(record.timestamp) >= (this.since.get(endpoint.name) ?? new Date(0));
  }
}
