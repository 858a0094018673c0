import { Inject } from '@nestjs/common';
import { services } from '@throughline/contracts';
import { Agent, ConsumesRecords, type IncomingRecord } from '@throughline/messaging';
import { CONFIG, type ConfigOf } from '@throughline/platform';
import type { Config } from './config.ts';
import { EventStore } from './events.ts';
import { FlowStore } from './flows.ts';
import { dataOf, toEventDoc, toStep } from './record-doc.ts';

/** Every record of every topic, as it lies in the log; then the flow of its ticket. */
@Agent(services.audit)
export class AuditAgent {
  constructor(
    private readonly events: EventStore,
    private readonly flows: FlowStore,
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
  ) {}

  @ConsumesRecords()
  async record(record: IncomingRecord): Promise<void> {
    const doc = toEventDoc(this.config.CLUSTER, record);
    await this.events.append(doc);
    if (doc.subject) await this.flows.add(doc.subject, (dataOf(doc)?.['customerId'] as string) ?? null, toStep(doc));
  }
}
