import type { PartitionAssigner } from 'kafkajs';
import { type Cluster, MemberAssignment, MemberMetadata } from './kafkajs-internals.ts';

/** What a member tells the group's leader when it joins. */
export interface Claim {
  /** The generation in which it held `owned`; -1 where it never did. */
  readonly generation: number;
  readonly owned: Readonly<Record<string, readonly number[]>>;
  /** Which replica it is, or wants to be. */
  readonly instance?: string | undefined;
}

/** A member as the leader sees it. */
export interface Member extends Claim {
  readonly id: string;
}

/** What each member gets. */
export interface Share {
  readonly partitions: Record<string, number[]>;
  readonly instance: string;
}

/**
 * Shares out partitions: of each topic every member has as many as the next, give or take one, and keeps what it had as
 * far as that allows (the idea of KIP-54, "Sticky Partition Assignment"). Of two that claim one partition the later
 * generation had it. Pure.
 */
export function assign(
  members: readonly Member[],
  partitionsOf: Readonly<Record<string, readonly number[]>>,
): Map<string, Share> {
  const instances = lease(members);
  const shares = new Map(members.map((m) => [m.id, { partitions: {}, instance: instances.get(m.id) ?? '' }]));
  const total = new Map(members.map((m) => [m.id, 0]));
  for (const topic of Object.keys(partitionsOf).toSorted()) {
    const partitions = (partitionsOf[topic] as readonly number[]).toSorted((a, b) => a - b);
    const kept = ownersOf(topic, partitions, members);
    const order = members.toSorted(
      (a, b) =>
        (kept.get(b.id)?.length ?? 0) - (kept.get(a.id)?.length ?? 0) ||
        (total.get(a.id) ?? 0) - (total.get(b.id) ?? 0) ||
        (a.id < b.id ? -1 : 1),
    );
    const [least, extra] = [Math.floor(partitions.length / members.length), partitions.length % members.length];
    const quota = order.map((m, i) => ({ id: m.id, size: i < extra ? least + 1 : least }));
    const held = new Map(quota.map(({ id, size }) => [id, (kept.get(id) ?? []).slice(0, size)]));
    const taken = new Set([...held.values()].flat());
    const free = partitions.filter((p) => !taken.has(p));
    for (const { id, size } of quota) {
      const own = held.get(id) as number[];
      own.push(...free.splice(0, size - own.length));
      total.set(id, (total.get(id) ?? 0) + own.length);
      if (own.length > 0) (shares.get(id) as Share).partitions[topic] = own;
    }
  }
  return shares;
}

function ownersOf(topic: string, partitions: readonly number[], members: readonly Member[]): Map<string, number[]> {
  const owned = new Map<string, number[]>();
  for (const partition of partitions) {
    const claims = members.filter((m) => m.owned[topic]?.includes(partition));
    const owner = claims.toSorted((a, b) => b.generation - a.generation || (a.id < b.id ? -1 : 1))[0];
    if (owner) owned.set(owner.id, [...(owned.get(owner.id) ?? []), partition]);
  }
  return owned;
}

/**
 * Gives each member an instance of its own: the one it has or wants, if nobody was there first, else the lowest free
 * number. It is a lease: it ends with the membership.
 */
function lease(members: readonly Member[]): Map<string, string> {
  const given = new Map<string, string>();
  const taken = new Set<string>();
  const first = members.toSorted((a, b) => b.generation - a.generation || (a.id < b.id ? -1 : 1));
  for (const { id, instance } of first) {
    if (instance === undefined || taken.has(instance)) continue;
    given.set(id, instance);
    taken.add(instance);
  }
  for (const { id } of first) {
    if (given.has(id)) continue;
    let n = 0;
    while (taken.has(String(n))) n++;
    given.set(id, String(n));
    taken.add(String(n));
  }
  return given;
}

/** Leases as they came with assignments, by member id: kafkajs keeps of an assignment the partitions alone. */
const leases = new Map<string, string>();
const { decode } = MemberAssignment;
MemberAssignment.decode = (raw) => {
  const decoded = decode.call(MemberAssignment, raw);
  const { memberId, instance } = parse<{ memberId?: string; instance?: string }>(decoded?.userData);
  if (memberId && instance) leases.set(memberId, instance);
  return decoded;
};

/** The instance that the group leased to this member in its last join; the lease is handed over, not kept. */
export function takeLease(memberId: string): string | undefined {
  const instance = leases.get(memberId);
  leases.delete(memberId);
  return instance;
}

/** kafkajs's way in: asks `claim` at each join; `onCluster` hears of the consumer's cluster connection. */
export const stickyAssigner =
  (claim: () => Claim, onCluster: (cluster: Cluster) => void): PartitionAssigner =>
  ({ cluster: given }) => {
    const cluster = given as unknown as Cluster;
    onCluster(cluster);
    const name = 'ThroughlineSticky';
    return {
      name,
      version: 1,
      protocol: ({ topics }) => ({
        name,
        metadata: MemberMetadata.encode({ version: 1, topics, userData: Buffer.from(JSON.stringify(claim())) }),
      }),
      assign: async ({ members, topics }) => {
        const claims = members.map(({ memberId, memberMetadata }) => {
          const {
            generation = -1,
            owned = {},
            instance,
          } = parse<Partial<Claim>>(MemberMetadata.decode(memberMetadata).userData);
          return { id: memberId, generation, owned, instance };
        });
        const partitions = topics.map(
          (t) => [t, cluster.findTopicPartitionMetadata(t).map((p) => p.partitionId)] as const,
        );
        return [...assign(claims, Object.fromEntries(partitions))].map(([memberId, share]) => ({
          memberId,
          memberAssignment: MemberAssignment.encode({
            version: 1,
            assignment: share.partitions,
            userData: Buffer.from(JSON.stringify({ memberId, instance: share.instance })),
          }),
        }));
      },
    };
  };

function parse<T extends object>(raw: Buffer | undefined): Partial<T> {
  if (!raw || raw.length === 0) return {};
  try {
    return JSON.parse(raw.toString('utf8')) as Partial<T>;
  } catch {
    return {}; // another assigner's
  }
}
