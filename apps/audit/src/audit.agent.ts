import { Inject } from '@nestjs/common';
import { services } from '@throughline/contracts';
import { Agent, ConsumesRecords, type IncomingRecord } from '@throughline/messaging';
import { CONFIG, type ConfigOf } from '@throughline/platform';
import type { Config } from './config.ts';
import { EventStore } from './events.ts';
import { FlowStore } from './flows.ts';
import { toEventDoc } from './record-doc.ts';

/** Every record of every topic, as it lies in the log; then the flows of their tickets. */
@Agent(services.audit)
export class AuditAgent {
  constructor(
    private readonly events: EventStore,
    private readonly flows: FlowStore,
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
  ) {}

  @ConsumesRecords()
  async records(records: readonly IncomingRecord[]): Promise<void> {
    const docs = records.map((record) => toEventDoc(this.config.CLUSTER, record));
    await this.events.append(docs);
    await this.flows.add(docs);
  }
}
