import type { ArmName } from '../arms/arm.ts';
import { startWorker } from '../child.ts';
import { contractOf, type Data, dataOf } from '../hop.ts';
import { uniqueName } from '../kafka/client.ts';
import { roundTrips } from '../kafka/round-trip.ts';
import { dropInput, dropTopics, inputRecord, makeTopics } from '../kafka/topics.ts';
import { quantiles, round } from '../stats.ts';
import type { Context } from './context.ts';

const perSecond = 500;
const customers = 5_000;
const usualMs = 10;
const slowMs = 1_000;
/** One of so many records is slow, and only customers of every so-manyeth number have slow ones. */
const slowOneIn = 100;

type Times = ReturnType<typeof quantiles>;

/** Milliseconds from send to receipt for customers without a slow record, with slow records about and without. */
export interface OpenLoopResult {
  readonly perSecond: number;
  /** Ours: p99 with slow records about / without. */
  readonly p99Ratio: number;
  readonly arms: Partial<Record<ArmName, { without: Times; with: Times; p99Ratio: number }>>;
}

/** 500 records a second whatever happens; then the same with one in a hundred a hundred times slower. */
export async function openLoop(context: Context): Promise<OpenLoopResult> {
  const arms: OpenLoopResult['arms'] = {};
  const wanted = (['ours', 'kafkajs-transactions'] as const).filter((a) => context.only?.includes(a) ?? true);
  /* oxlint-disable no-await-in-loop -- one at a time: they share the cores */
  for (const arm of wanted) {
    const without = await measure(context, arm, false);
    const withSlow = await measure(context, arm, true);
    arms[arm] = { without, with: withSlow, p99Ratio: round(withSlow.p99 / without.p99) };
    context.say(`open loop ${arm}: p99 ${without.p99} ms, with slow records about ${withSlow.p99} ms`);
  }
  return { perSecond, p99Ratio: arms.ours?.p99Ratio ?? NaN, arms };
}

async function measure({ brokers, quick }: Context, arm: ArmName, slowOnes: boolean): Promise<Times> {
  const names = { input: uniqueName(), output: uniqueName(), service: `bench-${uniqueName()}` };
  await makeTopics(brokers, names);
  const worker = await startWorker({ ...names, arm, brokers, warmUp: 20, maxInFlight: 256 });
  const seconds = quick ? 2 : 30;
  const warmUp = perSecond * (quick ? 1 : 5);
  const times = await roundTrips(brokers, {
    perSecond,
    count: warmUp + perSecond * seconds,
    // Every hundredth record is of a customer whose number can be divided by a hundred: others never have a slow one.
    make: (n) => inputRecord(names.input, dataOf(n, customers, slowOnes && n % slowOneIn === 0 ? slowMs : usualMs)),
    topic: contractOf(names.output).topic,
    numberOf: (value) => (JSON.parse(value) as Data).n,
    withinMs: 120_000,
  });
  await worker.stop();
  await dropTopics(brokers, names);
  await dropInput(brokers, names.input);
  return quantiles(times.filter((_, n) => n >= warmUp && n % slowOneIn !== 0));
}
