import type { ArmName } from '../arms/arm.ts';
import { startWorker } from '../child.ts';
import { dataOf, type HopNames } from '../hop.ts';
import { uniqueName } from '../kafka/client.ts';
import { readLog } from '../kafka/read-log.ts';
import { dropInput, dropTopics, fill, inputRecord, makeTopics } from '../kafka/topics.ts';
import { median, round } from '../stats.ts';
import type { Context } from './context.ts';

const customers = 5_000;
/** Nest's transport takes its time: it gets fewer records. */
const share: Partial<Record<ArmName, number>> = { nest: 0.1 };
const order: readonly ArmName[] = [
  'ours',
  'kafkajs-transactions',
  'platformatic',
  'platformatic-transactions',
  'kafkajs',
  'nest',
];

/** One arm's figures. */
export interface ArmResult {
  readonly perSecond: number;
  readonly cpuUs: number;
  readonly peakRssMb: number;
  /** The shortest time measured: under some seconds, the rate says little. */
  readonly seconds: number;
  /** Of every round, for who wants to see the spread. */
  readonly rounds: readonly number[];
}

/** What `engine` found. */
export interface EngineResult {
  readonly records: number;
  readonly rounds: number;
  readonly ratios: { readonly bestRaw: number; readonly nest: number; readonly transactions: number };
  readonly bestRaw: ArmName;
  readonly arms: Partial<Record<ArmName, ArmResult>>;
}

/** Consume, check, handle, check, produce: every arm over the same records, one after the other, several times. */
export async function engine(context: Context): Promise<EngineResult> {
  const { brokers, quick, say, only } = context;
  const records = context.records ?? (quick ? 3_000 : 60_000);
  const rounds = quick ? 1 : 3;
  const input = uniqueName();
  const wanted = order.filter((arm) => only === undefined || only.includes(arm));
  await makeTopics(brokers, { input, output: uniqueName(), service: `bench-${uniqueName()}` });
  await fill(brokers, records, (n) => inputRecord(input, dataOf(n, customers, 0)));
  const measured = new Map<ArmName, Awaited<ReturnType<typeof measure>>[]>(wanted.map((arm) => [arm, []]));
  for (let r = 1; r <= rounds; r++) {
    for (const arm of wanted) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time: they share the cores
      const result = await measure(context, arm, input, Math.round(records * (share[arm] ?? 1)));
      measured.get(arm)?.push(result);
      say(`round ${r} ${arm.padEnd(26)} ${Math.round(result.perSecond)}/s`);
    }
  }
  await dropInput(brokers, input);
  return summary(records, rounds, measured);
}

/** One arm in a process of its own, until it has handled and sent so many records; timed by the log that it wrote. */
async function measure({ brokers }: Context, arm: ArmName, input: string, records: number) {
  const names: HopNames = { input, output: uniqueName(), service: `bench-${uniqueName()}` };
  await makeTopics(brokers, names);
  const warmUp = Math.round(records / 6);
  const worker = await startWorker({ ...names, arm, brokers, records, warmUp });
  const { cpuUs, peakRssMb } = await worker.done;
  const { appended, doubled } = await readLog(brokers, names.output);
  await dropTopics(brokers, names);
  if (appended.length < records || doubled > 0) {
    throw new Error(`${arm}: ${appended.length} results of ${records} records, ${doubled} of them doubled.`);
  }
  const [from, to] = [appended[warmUp] ?? NaN, appended[records - 1] ?? NaN];
  // Those appended together with the first one belong to the time before it.
  const after = appended.slice(0, records).filter((at) => at > from).length;
  return { perSecond: (after / (to - from)) * 1000, seconds: (to - from) / 1000, cpuUs, peakRssMb };
}

function summary(
  records: number,
  rounds: number,
  measured: ReadonlyMap<ArmName, readonly Awaited<ReturnType<typeof measure>>[]>,
): EngineResult {
  const results = [...measured].map(([arm, all]): [ArmName, ArmResult] => [
    arm,
    {
      perSecond: round(median(all.map((m) => m.perSecond))),
      cpuUs: round(median(all.map((m) => m.cpuUs))),
      peakRssMb: Math.round(Math.max(...all.map((m) => m.peakRssMb))),
      seconds: round(Math.min(...all.map((m) => m.seconds))),
      rounds: all.map((m) => Math.round(m.perSecond)),
    },
  ]);
  const speed = (arm: ArmName): number => new Map(results).get(arm)?.perSecond ?? NaN;
  const raw = results.filter(([arm]) => /^(kafkajs|platformatic)/.test(arm));
  const best = raw.toSorted(([, a], [, b]) => b.perSecond - a.perSecond)[0]?.[0] ?? 'kafkajs';
  return {
    records,
    rounds,
    ratios: {
      bestRaw: round(speed('ours') / speed(best)),
      nest: round(speed('ours') / speed('nest')),
      transactions: round(speed('ours') / speed('kafkajs-transactions')),
    },
    bestRaw: best,
    arms: Object.fromEntries(results),
  };
}
