import { retryTopic, services, TicketReceived } from '@throughline/contracts';
import { Agent, ConsumesRecords, type IncomingRecord, readEvent } from '@throughline/messaging';
import { type Sighting, sightingOf } from './sighting.ts';
import { TurnStore } from './turn.store.ts';

const { name, consumes } = services.supervisor;

/** Sees every event of every turn. One rule for all of them, so it takes records and not one handler a contract. */
@Agent(services.supervisor)
export class SupervisorAgent {
  constructor(private readonly turns: TurnStore) {}

  @ConsumesRecords()
  async saw(records: readonly IncomingRecord[]): Promise<void> {
    const sightings = records.map((record) => this.sighting(record)).filter((s) => s !== undefined);
    if (sightings.length > 0) await this.turns.saw(sightings, new Date());
  }

  private sighting(record: IncomingRecord): Sighting | undefined {
    const { topic } = record.place;
    const contract = consumes.find((c) => topic === c.topic || topic === retryTopic(c.topic, name));
    // A message that intake has not counted yet belongs to no turn; what is wrong with it is for intake to say.
    if (!contract || contract === TicketReceived) return undefined;
    return sightingOf(contract, readEvent(contract, record));
  }
}
