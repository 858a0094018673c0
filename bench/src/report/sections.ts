import { type ArmName, arms } from '../arms/arm.ts';
import type { BacklogResult } from '../commands/backlog.ts';
import type { EngineResult } from '../commands/engine.ts';
import type { FlowResult } from '../commands/flow.ts';
import type { LatencyResult } from '../commands/latency.ts';
import type { RetrievalResult } from '../commands/retrieval.ts';
import type { SlowResult } from '../commands/slow.ts';
import { type Section, table } from './document.ts';
import { machine } from './machine.ts';
import { barChart, lineChart } from './svg.ts';

// One function a benchmark: what of its result people see.

const isOurs = (name: string): boolean => name.startsWith('ours');
const image = (alt: string, file: string): string => `![${alt}](benchmarks/${file})`;
const from = (): string => `_${machine()}_`;

export function engineSection({ arms: found, ratios, bestRaw, records, rounds }: EngineResult): Section {
  const sorted = Object.entries(found).toSorted(([, a], [, b]) => b.perSecond - a.perSecond) as [
    ArmName,
    (typeof found)['ours'] & object,
  ][];
  const best = sorted[0]?.[1].perSecond ?? NaN;
  const rows = sorted.map(([arm, { perSecond, cpuUs, peakRssMb, seconds }]) => [
    arms[arm],
    perSecond.toLocaleString('en'),
    (perSecond / best).toFixed(2),
    seconds,
    cpuUs,
    peakRssMb,
  ]);
  const bars = sorted.map(([arm, { perSecond }]) => ({ label: arms[arm], value: perSecond, ours: isOurs(arm) }));
  return {
    markdown: [
      `${records.toLocaleString('en')} records an arm (a tenth for Nest's transport), medians of ${rounds} rounds. Throughline is at **${ratios.bestRaw}** of the best raw loop (${arms[bestRaw]}), **${ratios.transactions}** of kafkajs with a transaction a batch, **${ratios.nest}** times Nest's transport.`,
      table(['', 'records/s', 'of the best', 's measured', 'CPU µs/record', 'peak MiB'], rows),
      image('Records a second', 'engine.svg'),
      from(),
    ].join('\n\n'),
    charts: { 'engine.svg': barChart('Consume, check, handle, check, produce', 'records/s', bars) },
  };
}

const wayNames: Record<string, string> = {
  'ours-256': 'Throughline, 256 in flight',
  'ours-1000': 'Throughline, 1,000 in flight',
};
const wayName = (name: string): string => wayNames[name] ?? arms[name as ArmName];

export function slowSection({ ways, seconds, rounds, openLoop }: SlowResult): Section {
  const rows = Object.entries(ways).map(([name, { perSecond, cpuUs, peakRssMb }]) => [
    wayName(name),
    perSecond.toLocaleString('en'),
    cpuUs,
    peakRssMb,
  ]);
  const bars = Object.entries(ways).map(([name, { perSecond }]) => ({
    label: wayName(name),
    value: perSecond,
    ours: isOurs(name),
  }));
  const loops = Object.entries(openLoop.arms).map(([arm, { without, with: withSlow, p99Ratio }]) => [
    arms[arm as ArmName],
    without.p50,
    without.p99,
    withSlow.p50,
    withSlow.p99,
    p99Ratio,
  ]);
  return {
    markdown: [
      `${seconds} s a way, medians of ${rounds} rounds.`,
      table(['', 'records/s', 'CPU µs/record', 'peak MiB'], rows),
      image('Records a second with handlers that wait 100 ms', 'slow.svg'),
      `${openLoop.perSecond} records a second whatever happens, each handled in 10 ms; then one in a hundred takes 1,000 ms. Milliseconds for keys that have no slow record:`,
      table(['', 'p50', 'p99', 'p50, slow ones about', 'p99, slow ones about', 'p99 ratio'], loops),
      from(),
    ].join('\n\n'),
    charts: { 'slow.svg': barChart('Handlers that wait 100 ms, one process, six partitions', 'records/s', bars) },
  };
}

export function latencySection({ arms: found, perSecond, rounds }: LatencyResult): Section {
  const rows = Object.entries(found).map(([arm, { p50, p95, p99, count }]) => [
    arms[arm as ArmName],
    p50,
    p95,
    p99,
    count,
  ]);
  const bars = Object.entries(found).map(([arm, { p50 }]) => ({
    label: arms[arm as ArmName],
    value: p50,
    ours: isOurs(arm),
  }));
  return {
    markdown: [
      `${perSecond} records a second, ${rounds} rounds, milliseconds from the send call to the receipt after two hops.`,
      table(['', 'p50', 'p95', 'p99', 'records'], rows),
      image('Median of two hops', 'latency.svg'),
      from(),
    ].join('\n\n'),
    charts: { 'latency.svg': barChart('Two hops, median', 'ms', bars) },
  };
}

export function flowSection({ one, two, perSecond, seconds }: FlowResult): Section {
  const runs = [
    { name: 'One instance of every service', found: one },
    ...(two ? [{ name: 'Two instances of every service', found: two }] : []),
  ];
  const rows = runs.map(({ name, found: { p50, p95, p99, count } }) => [name, p50, p95, p99, count]);
  const bars = runs.flatMap(({ name, found }) =>
    (['p50', 'p99'] as const).map((p) => ({ label: `${name}, ${p}`, value: found[p], ours: true })),
  );
  return {
    markdown: [
      `${perSecond} tickets a second for ${seconds} s after a minute of warm-up, milliseconds from \`ticket.received\` sent to \`ticket.resolved\` received.`,
      table(['', 'p50', 'p95', 'p99', 'tickets'], rows),
      image('Received to resolved', 'flow.svg'),
      from(),
    ].join('\n\n'),
    charts: { 'flow.svg': barChart('Received to resolved, whole flow', 'ms', bars) },
  };
}

export function backlogSection({
  records,
  seconds,
  perSecond,
  rss,
  tenths,
  slowestToMedian,
  samples,
}: BacklogResult): Section {
  const rows = tenths.map((s, i) => [((records / 10) * (i + 1)).toLocaleString('en'), s]);
  const over = (pick: (s: (typeof samples)[number]) => number) => samples.map((s) => ({ x: s.seconds, y: pick(s) }));
  const lines = [
    { label: 'Done', unit: 'records', colour: '#1f883d', points: over((s) => s.done) },
    { label: 'Memory', unit: 'MiB', colour: '#0969da', points: over((s) => s.rssMb) },
  ];
  return {
    markdown: [
      `${records.toLocaleString('en')} records in ${seconds} s (${perSecond.toLocaleString('en')}/s). Memory at most **${rss.maxMb} MiB**, growing by ${rss.growthMbPer100k} MiB per 100,000 records. The slowest tenth took ${slowestToMedian} times the median one.`,
      image('Records done and memory over time', 'backlog.svg'),
      table(['up to', 's for this tenth'], rows),
      from(),
    ].join('\n\n'),
    charts: { 'backlog.svg': lineChart('One service drains a backlog', lines) },
  };
}

export function retrievalSection({ rows }: RetrievalResult): Section {
  const cells = rows.map(({ passages, logMb, startSeconds, rssMb, search, long }) => [
    passages.toLocaleString('en'),
    logMb,
    startSeconds,
    rssMb,
    search.p50,
    search.p99,
    long.p50,
    long.p99,
  ]);
  const head = ['passages', 'MiB in the log', 's to ready', 'MiB', 'p50', 'p99', 'p50, long', 'p99, long'];
  const bars = rows.map(({ passages, search }) => ({
    label: `${passages.toLocaleString('en')} passages`,
    value: search.p50,
    ours: true,
  }));
  return {
    markdown: [
      `The drafter's start from an empty process to ready, its memory then, and ${rows[0]?.search.count} searches, milliseconds.`,
      table(head, cells),
      image('Median of a search', 'retrieval.svg'),
      from(),
    ].join('\n\n'),
    charts: { 'retrieval.svg': barChart('One search, median', 'ms', bars) },
  };
}
