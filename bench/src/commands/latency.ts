import type { ArmName } from '../arms/arm.ts';
import { startWorker } from '../child.ts';
import { contractOf, type Data, dataOf } from '../hop.ts';
import { uniqueName } from '../kafka/client.ts';
import { roundTrips } from '../kafka/round-trip.ts';
import { dropInput, dropTopics, inputRecord, makeTopics } from '../kafka/topics.ts';
import { quantiles } from '../stats.ts';
import type { Context } from './context.ts';

const perSecond = 10;

/** What `latency` found: milliseconds from send to receipt over two hops. */
export interface LatencyResult {
  readonly perSecond: number;
  readonly rounds: number;
  /** Ours. */
  readonly p50: number;
  readonly p99: number;
  readonly arms: Partial<Record<ArmName, ReturnType<typeof quantiles>>>;
}

/** Two steps one after the other, each a process of its own, few records: what a transaction costs when it is alone. */
export async function latency(context: Context): Promise<LatencyResult> {
  const wanted = (['ours', 'kafkajs-transactions', 'kafkajs'] as const).filter(
    (a) => context.only?.includes(a) ?? true,
  );
  const rounds = context.quick ? 1 : 3;
  const times = new Map<ArmName, number[]>();
  /* oxlint-disable no-await-in-loop -- one at a time: they share the cores */
  for (let r = 1; r <= rounds; r++) {
    for (const arm of wanted) {
      const measured = await measure(context, arm);
      times.set(arm, [...(times.get(arm) ?? []), ...measured]);
      const { p50, p99 } = quantiles(measured);
      context.say(`round ${r} ${arm.padEnd(22)} p50 ${p50} ms, p99 ${p99} ms`);
    }
  }
  const arms = Object.fromEntries([...times].map(([arm, all]) => [arm, quantiles(all)])) as LatencyResult['arms'];
  return { perSecond, rounds, p50: arms.ours?.p50 ?? NaN, p99: arms.ours?.p99 ?? NaN, arms };
}

async function measure({ brokers, quick }: Context, arm: ArmName): Promise<number[]> {
  const [a, b, c] = [uniqueName(), uniqueName(), uniqueName()];
  const hops = [
    { input: a, output: b, service: `bench-${uniqueName()}` },
    { input: b, output: c, service: `bench-${uniqueName()}` },
  ];
  for (const hop of hops) await makeTopics(brokers, hop);
  const workers = await Promise.all(hops.map((hop) => startWorker({ ...hop, arm, brokers, warmUp: 20 })));
  const warmUp = perSecond * (quick ? 1 : 3);
  const times = await roundTrips(brokers, {
    perSecond,
    count: warmUp + perSecond * (quick ? 3 : 20),
    make: (n) => inputRecord(a, dataOf(n, 100, 0)),
    topic: contractOf(c).topic,
    numberOf: (value) => (JSON.parse(value) as Data).n,
  });
  await Promise.all(workers.map((worker) => worker.stop()));
  for (const hop of hops) await dropTopics(brokers, hop);
  await dropInput(brokers, a);
  return times.slice(warmUp);
}
