import { coreServices } from '@throughline/contracts';
import { committedOffsets, consumerLag, openLog } from '@throughline/messaging';
import { type Admin, Kafka, logLevel } from 'kafkajs';
import { replicas } from './cluster.ts';
import { progressKey } from './evidence.ts';

/** Looks at the brokers, past the proxies. */
export class Health {
  private readonly kafka: { brokers: readonly string[]; clientId: string };
  private readonly admin: Admin;

  constructor(brokers: readonly string[]) {
    this.kafka = { brokers, clientId: 'soak-health' };
    const client = new Kafka({ ...this.kafka, brokers: [...brokers], logLevel: logLevel.NOTHING });
    this.admin = client.admin({ retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 3 } });
  }

  connect(): Promise<void> {
    return this.admin.connect();
  }

  close(): Promise<void> {
    return this.admin.disconnect();
  }

  /** How many partitions lack a replica in sync: as long as there are any, another broker's end could stop them. */
  async outOfSync(): Promise<number> {
    const { topics } = await this.admin.fetchTopicMetadata();
    return topics.flatMap((t) => t.partitions).filter((p) => p.isr.length < replicas).length;
  }

  /** The services' groups that are rebalancing, miss a member, or still wait for one that is gone. */
  async unsettledGroups(members: number): Promise<string[]> {
    const { groups } = await this.admin.describeGroups(coreServices.map((s) => s.name));
    const whole = (g: (typeof groups)[number]): boolean => g.state === 'Stable' && g.members.length === members;
    return groups.filter((g) => !whole(g)).map((g) => `group ${g.groupId}: ${g.state}, ${g.members.length} members`);
  }

  /** How many records the services' groups have still to handle, by group; those with none are left out. */
  async lag(): Promise<Record<string, number>> {
    const lags: Record<string, number> = {};
    for (const { name, consumes } of coreServices) {
      // oxlint-disable-next-line no-await-in-loop -- each asks for dozens of partitions
      const topics = await consumerLag(
        this.kafka,
        name,
        consumes.map((c) => c.topic),
      );
      const sum = Object.values(topics).reduce((a, b) => a + b, 0);
      if (sum > 0) lags[name] = sum;
    }
    return lags;
  }

  /** Up to where each service's group says it has handled each partition: the next offset, by {@link progressKey}. */
  async progress(): Promise<Map<string, bigint>> {
    const progress = new Map<string, bigint>();
    for (const { name, consumes } of coreServices) {
      const topics = consumes.map((c) => c.topic);
      // oxlint-disable-next-line no-await-in-loop -- one group after the other
      for (const { offset, ...at } of await committedOffsets(this.kafka, name, topics))
        progress.set(progressKey(name, at), offset);
    }
    return progress;
  }

  /** How many offsets are taken in all topics of the flow: the same number twice means that nothing was written. */
  async written(): Promise<number> {
    const topics = (await this.admin.listTopics()).filter((t) => t.startsWith('support.'));
    return (await openLog(this.kafka, topics)).total;
  }
}
