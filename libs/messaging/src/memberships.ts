import { kafkaClient, type KafkaOptions, silent } from './kafka.ts';
import { clusterOf } from './kafkajs-internals.ts';
import { withAdmin } from './topics.ts';

/**
 * Ends the membership of everybody in a consumer group, as Kafka does by itself once their sessions are over: for tests
 * that know their processes to be dead and need not wait for that. @throws what Kafka throws
 */
export const endMemberships = (options: KafkaOptions, groupId: string): Promise<void> =>
  withAdmin(options, async (admin) => {
    const { groups } = await admin.describeGroups([groupId]);
    const members = groups.flatMap((group) => group.members);
    if (members.length === 0) return;
    const cluster = clusterOf(kafkaClient(options, silent));
    await cluster.connect();
    try {
      const coordinator = await cluster.findGroupCoordinator({ groupId });
      await Promise.all(members.map(({ memberId }) => coordinator.leaveGroup({ groupId, memberId })));
    } finally {
      await cluster.disconnect();
    }
  });
