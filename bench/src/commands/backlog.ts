import { ReplyDrafted, services } from '@throughline/contracts';
import { stamp } from '@throughline/messaging';
import { setTimeout as delay } from 'node:timers/promises';
import type { Article } from '@throughline/models';
import { prepareCluster, startConstantService } from '../flow/constant-services.ts';
import { articles } from '../flow/constants.ts';
import { client, uniqueName } from '../kafka/client.ts';
import { fill } from '../kafka/topics.ts';
import { residentMb } from '../resident.ts';
import { median, round, slope } from '../stats.ts';
import type { Context } from './context.ts';

const customers = 50_000;

/** How far it was, and how large. */
interface Sample {
  readonly seconds: number;
  readonly done: number;
  readonly rssMb: number;
}

/** What `backlog` found. */
export interface BacklogResult {
  readonly records: number;
  readonly seconds: number;
  readonly perSecond: number;
  /** MiB; `growthMbPer100k` is the slope after the first tenth. */
  readonly rss: { readonly maxMb: number; readonly growthMbPer100k: number };
  /** Seconds for each tenth of the records; linear where the slowest is near the median. */
  readonly tenths: readonly number[];
  readonly slowestToMedian: number;
  readonly samples: readonly Sample[];
}

/** One process of a real service (the router) drains what a long outage left. */
export async function backlog(context: Context): Promise<BacklogResult> {
  const { brokers, quick, say } = context;
  const records = context.records ?? (quick ? 10_000 : 1_000_000);
  await prepareCluster(brokers);
  const run = uniqueName();
  await fill(brokers, records, (n) => drafted(run, n));
  say(`${records} records wait`);
  const service = await startConstantService('router', '0', { ...context, databasePrefix: `bench-${uniqueName()}` });
  try {
    const samples = await watch(context, service.process.pid ?? 0, records);
    return summary(records, samples);
  } finally {
    await service.end();
  }
}

/** Quotes one of the articles that are there: for others the gate would wait, in case it hears of them yet. */
const [{ articleId, revision, body }] = [...articles.values()] as [Article];
const draft = { ...ReplyDrafted.example.draft, text: body, citations: [{ articleId, revision, quote: body }] };

const drafted = (run: string, n: number) =>
  stamp(
    services.drafter,
    ReplyDrafted.of({ ...ReplyDrafted.example, draft, ticketId: `${run}-${n}`, customerId: `C-${n % customers}` }),
  );

/** Looks at group and process until all is committed. */
async function watch({ brokers, say }: Context, pid: number, records: number): Promise<Sample[]> {
  const admin = client(brokers).admin();
  await admin.connect();
  const start = performance.now();
  const samples: Sample[] = [];
  for (let done = 0, told = 0; done < records;) {
    /* oxlint-disable no-await-in-loop -- polling */
    await delay(250);
    done = records - (await waiting());
    samples.push({ seconds: (performance.now() - start) / 1000, done, rssMb: residentMb(pid) });
    if (done - told >= records / 10) say(`${(told = done)} done, ${Math.round(samples.at(-1)?.rssMb ?? 0)} MiB`);
  }
  await admin.disconnect();
  return samples;

  /** What lies between the committed offsets and the ends. */
  async function waiting(): Promise<number> {
    const { topic } = ReplyDrafted;
    const [committed] = await admin.fetchOffsets({ groupId: services.router.name, topics: [topic] });
    const ends = await admin.fetchTopicOffsets(topic);
    const at = (partition: number): number =>
      Math.max(0, Number(committed?.partitions.find((p) => p.partition === partition)?.offset ?? 0));
    return ends.reduce((sum, { partition, high }) => sum + Number(high) - at(partition), 0);
  }
}

function summary(records: number, samples: readonly Sample[]): BacklogResult {
  /** When so many were done; between two looks, in proportion. */
  const when = (done: number): number => {
    const i = Math.max(
      1,
      samples.findIndex((s) => s.done >= done),
    );
    const [a, b] = [samples[i - 1] ?? nothing, samples[i] ?? nothing];
    return a.seconds + ((b.seconds - a.seconds) * (done - a.done)) / (b.done - a.done || 1);
  };
  // Some were done before the first look, while the service became ready.
  const first = samples[0] ?? nothing;
  const tenth = (records - first.done) / 10;
  const tenths = Array.from({ length: 10 }, (_, i) =>
    round(when(first.done + (i + 1) * tenth) - when(first.done + i * tenth)),
  );
  const seconds = samples.at(-1)?.seconds ?? NaN;
  const settled = samples
    .filter(({ done }) => done >= records / 10)
    .map(({ done, rssMb }) => ({ x: done / 100_000, y: rssMb }));
  // A chart needs no more than this.
  const every = Math.ceil(samples.length / 200);
  return {
    records,
    seconds: round(seconds),
    perSecond: round((records - first.done) / (seconds - first.seconds)),
    rss: { maxMb: Math.round(Math.max(...samples.map((s) => s.rssMb))), growthMbPer100k: round(slope(settled)) },
    tenths,
    slowestToMedian: round(Math.max(...tenths) / median(tenths)),
    samples: samples.filter((_, i) => i % every === 0 || i === samples.length - 1).map(rounded),
  };
}

const nothing: Sample = { seconds: NaN, done: NaN, rssMb: NaN };

const rounded = ({ seconds, done, rssMb }: Sample): Sample => ({
  seconds: round(seconds),
  done,
  rssMb: Math.round(rssMb),
});
