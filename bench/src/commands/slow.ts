import { setTimeout as delay } from 'node:timers/promises';
import type { ArmName } from '../arms/arm.ts';
import { startWorker } from '../child.ts';
import { dataOf } from '../hop.ts';
import { uniqueName } from '../kafka/client.ts';
import { readLog } from '../kafka/read-log.ts';
import { dropInput, dropTopics, fill, inputRecord, makeTopics } from '../kafka/topics.ts';
import { median, round } from '../stats.ts';
import type { Context } from './context.ts';
import { openLoop, type OpenLoopResult } from './open-loop.ts';

const workMs = 100;
const customers = 20_000;

/** One way to wait for 100 ms a record. */
interface Way {
  readonly name: string;
  readonly arm: ArmName;
  readonly maxInFlight?: number;
}
const ways: readonly Way[] = [
  { name: 'ours-256', arm: 'ours', maxInFlight: 256 },
  { name: 'ours-1000', arm: 'ours', maxInFlight: 1_000 },
  { name: 'kafkajs-transactions', arm: 'kafkajs-transactions' },
  { name: 'nest', arm: 'nest' },
  { name: 'nest-partitions', arm: 'nest-partitions' },
];

/** What `slow` found. */
export interface SlowResult {
  /** Ours, 256 in flight. */
  readonly perSecond: number;
  readonly perSecond1000: number;
  readonly seconds: number;
  readonly rounds: number;
  readonly ways: Record<string, { perSecond: number; cpuUs: number; peakRssMb: number; rounds: readonly number[] }>;
  readonly openLoop: OpenLoopResult;
}

/** Handlers that wait for 100 ms, as those do that ask a model; then a few that wait much longer than the others. */
export async function slow(context: Context): Promise<SlowResult> {
  const { brokers, quick, say } = context;
  const seconds = quick ? 2 : 10;
  const rounds = quick ? 1 : 3;
  const input = uniqueName();
  await makeTopics(brokers, { input, output: uniqueName(), service: `bench-${uniqueName()}` });
  // As many as the fastest could take: 1,000 in flight for 100 ms each.
  await fill(brokers, context.records ?? (quick ? 20_000 : 150_000), (n) =>
    inputRecord(input, dataOf(n, customers, workMs)),
  );
  const measured = new Map<string, Awaited<ReturnType<typeof measure>>[]>();
  const wanted = ways.filter(({ arm }) => context.only === undefined || context.only.includes(arm));
  for (let r = 1; r <= rounds; r++) {
    for (const way of wanted) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time: they share the cores
      const result = await measure(context, way, input, seconds);
      measured.set(way.name, [...(measured.get(way.name) ?? []), result]);
      say(`round ${r} ${way.name.padEnd(22)} ${round(result.perSecond)}/s`);
    }
  }
  await dropInput(brokers, input);
  const summed = [...measured].map(([name, all]) => {
    const rates = all.map((m) => round(m.perSecond));
    const cpuUs = round(median(all.map((m) => m.cpuUs)));
    const peakRssMb = Math.round(Math.max(...all.map((m) => m.peakRssMb)));
    return [name, { perSecond: round(median(rates)), cpuUs, peakRssMb, rounds: rates }] as const;
  });
  const results = Object.fromEntries(summed);
  return {
    perSecond: results['ours-256']?.perSecond ?? NaN,
    perSecond1000: results['ours-1000']?.perSecond ?? NaN,
    seconds,
    rounds,
    ways: results,
    openLoop: await openLoop(context),
  };
}

/** How many results were appended in `seconds`, after a warm-up, by the clock of the log. */
async function measure({ brokers, quick }: Context, { arm, maxInFlight }: Way, input: string, seconds: number) {
  const names = { input, output: uniqueName(), service: `bench-${uniqueName()}` };
  await makeTopics(brokers, names);
  const worker = await startWorker({ ...names, arm, brokers, warmUp: 20, ...(maxInFlight && { maxInFlight }) });
  await delay(quick ? 1_000 : 3_000);
  const from = Date.now();
  await delay(seconds * 1_000);
  const to = Date.now();
  const { cpuUs, peakRssMb } = await worker.stop();
  const { appended, doubled } = await readLog(brokers, names.output);
  await dropTopics(brokers, names);
  if (arm === 'ours' && doubled > 0) throw new Error(`${doubled} of ${appended.length} results are doubled.`);
  const within = appended.filter((at) => at >= from && at < to).length;
  return { perSecond: (within / (to - from)) * 1_000, cpuUs, peakRssMb };
}
