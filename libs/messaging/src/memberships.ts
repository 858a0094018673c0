import { kafkaClient, type KafkaOptions, silent } from './kafka.ts';
import { clusterOf } from './kafkajs-internals.ts';
import { withAdmin } from './topics.ts';

/** The ids of a consumer group's members; none where there is no such group. @throws what Kafka throws */
export const membersOf = (options: KafkaOptions, groupId: string): Promise<string[]> =>
  withAdmin(options, async (admin) => {
    const { groups } = await admin.describeGroups([groupId]);
    return groups.flatMap(({ members }) => members.map(({ memberId }) => memberId));
  });

/**
 * Ends the membership of everybody in a consumer group, as Kafka does by itself once their sessions are over: for tests
 * that know their processes to be dead and need not wait for that. @throws what Kafka throws
 */
export async function endMemberships(options: KafkaOptions, groupId: string): Promise<void> {
  const members = await membersOf(options, groupId);
  if (members.length === 0) return;
  const cluster = clusterOf(kafkaClient(options, silent));
  await cluster.connect();
  try {
    const coordinator = await cluster.findGroupCoordinator({ groupId });
    await Promise.all(members.map((memberId) => coordinator.leaveGroup({ groupId, memberId })));
  } finally {
    await cluster.disconnect();
  }
}
