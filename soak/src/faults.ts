import { setTimeout as delay } from 'node:timers/promises';
import type { Server } from 'throughline/server';
import type { Broker, Cluster } from './cluster.ts';
import type { Fleet, Member } from './fleet.ts';
import type { Random } from './random.ts';

/** What can be broken. */
export interface World {
  readonly cluster: Cluster;
  readonly store: Server;
  readonly fleet: Fleet;
}

/** One thing that goes wrong, and is put right again. */
export interface Fault {
  readonly kind: string;
  /** What it happens to, for people. */
  readonly target: string;
  /** How long after the first ticket of its round it begins, in seconds. */
  readonly after: number;
  /** Breaks it and puts it right; resolves when it is put right, not when all is well. */
  readonly strike: (signal: AbortSignal) => Promise<void>;
}

type Make = (
  random: Random,
  next: { member: () => Member; broker: () => Broker },
  world: World,
) => Omit<Fault, 'after'>;

/** A member of a group that says nothing for so long is out (the engine's session timeout is 10 s); in seconds. */
const pastTheSession = [13, 15] as const;
/** So short that the group doesn't notice; in seconds. */
const withinTheSession = [2, 6] as const;
const outage = [2, 8] as const;

const seconds = (random: Random, [from, to]: readonly [number, number]): number => random.between(from, to);
const wait = (s: number, signal: AbortSignal): Promise<void> => delay(s * 1000, undefined, { signal });

/** Whatever happens meanwhile (the soak may be interrupted), what was broken is put right. */
async function during(wrong: Promise<void>, right: () => void | Promise<void>): Promise<void> {
  try {
    await wrong;
  } finally {
    await right();
  }
}

const freeze =
  (kind: string, range: readonly [number, number]): Make =>
  (random, { member }, { fleet }) => {
    const [it, s] = [member(), seconds(random, range)];
    const strike = async (signal: AbortSignal): Promise<void> => {
      const goOn = fleet.freeze(it);
      return during(wait(s, signal), goOn);
    };
    return { kind, target: it.client, strike };
  };

const cut =
  (kind: string, how: 'silent' | 'refused', range: readonly [number, number]): Make =>
  (random, { member }, { cluster }) => {
    const [it, s] = [member(), seconds(random, range)];
    const strike = (signal: AbortSignal): Promise<void> => {
      const heal = cluster.cut(it.client, how);
      return during(wait(s, signal), heal);
    };
    return { kind, target: it.client, strike };
  };

const brokerFault =
  (kind: string, how: 'stop' | 'kill'): Make =>
  (random, { broker }) => {
    const [it, s] = [broker(), seconds(random, outage)];
    const strike = async (signal: AbortSignal): Promise<void> => {
      await it[how]();
      await during(wait(s, signal), () => it.start());
    };
    return { kind, target: `broker ${it.id}`, strike };
  };

/** Every kind of fault. */
const kinds: readonly Make[] = [
  (_, { member }, { fleet }) => {
    const it = member();
    return { kind: 'SIGKILL', target: it.client, strike: () => fleet.kill(it) };
  },
  brokerFault('broker killed', 'kill'),
  freeze('SIGSTOP past the session', pastTheSession),
  cut('network silent past the session', 'silent', pastTheSession),
  brokerFault('broker stopped', 'stop'),
  (random, _, { store }) => {
    const s = seconds(random, outage);
    const strike = async (signal: AbortSignal): Promise<void> => {
      // Cleanly: the stand-in writes to its file with a delay, so a kill would lose what a real one keeps.
      await store.stop();
      await during(wait(s, signal), () => store.start());
    };
    return { kind: 'store stopped', target: 'MongoDB stand-in', strike };
  },
  cut('network refused', 'refused', outage),
  cut('network silent for a moment', 'silent', withinTheSession),
];

/** Faults in the order in which to strike: all kinds alike, and every instance and broker before any comes again. */
export function planFaults(count: number, world: World, random: Random): Fault[] {
  const kind = random.deck(kinds);
  const member = random.deck(world.fleet.members);
  const broker = random.deck(world.cluster.brokers);
  const next = { member: () => member.next().value, broker: () => broker.next().value };
  return Array.from({ length: count }, () => {
    const fault = kind.next().value(random, next, world);
    return { ...fault, after: random.between(0.5, 3) };
  });
}
