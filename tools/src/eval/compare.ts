import { z } from 'zod';
import { bootstrap } from './bootstrap.ts';
import type { Case } from './case.ts';
import { figuresOf } from './figures.ts';
import { type MetricName, metricNames, metrics } from './metrics.ts';

/** How one figure changed over the messages that both reports have. */
const Difference = z.object({
  before: z.number(),
  after: z.number(),
  /** 95 % interval of after minus before. */
  low: z.number(),
  high: z.number(),
  /** `noise`: the interval holds 0. */
  verdict: z.enum(['better', 'worse', 'noise']),
});
export type Difference = z.infer<typeof Difference>;

/** Two reports side by side. */
export const Comparison = z.object({
  /** Messages that both have, and that only one has. */
  shared: z.number(),
  onlyBefore: z.number(),
  onlyAfter: z.number(),
  differences: z.record(z.string(), Difference),
});
export type Comparison = z.infer<typeof Comparison>;

/**
 * Compares the figures of two reports over the messages that both have, by the paired bootstrap: both get the same draws, so
 * what is hard for both cancels out. A difference is more than noise where its 95 % interval leaves out 0.
 */
export function compare(before: readonly Case[], after: readonly Case[]): Comparison {
  const earlier = new Map(before.map((c) => [c.messageId, c]));
  const pairs = after.flatMap((c) => {
    const old = earlier.get(c.messageId);
    return old ? [{ old, now: c }] : [];
  });
  const [old, now] = [figuresOf(pairs.map((pair) => pair.old)), figuresOf(pairs.map((pair) => pair.now))];
  const intervals = pairs.length === 0 ? undefined : bootstrap(pairs, changes);
  const differences = metricNames.flatMap((name): [MetricName, Difference][] => {
    const { low, high } = intervals?.[name] ?? { low: NaN, high: NaN };
    if ([old[name], now[name], low, high].some(Number.isNaN)) return [];
    return [[name, { before: old[name], after: now[name], low, high, verdict: verdict(name, low, high) }]];
  });
  return {
    shared: pairs.length,
    onlyBefore: before.length - pairs.length,
    onlyAfter: after.length - pairs.length,
    differences: Object.fromEntries(differences),
  };
}

function changes(pairs: readonly { readonly old: Case; readonly now: Case }[]): Record<MetricName, number> {
  const [old, now] = [figuresOf(pairs.map((pair) => pair.old)), figuresOf(pairs.map((pair) => pair.now))];
  return Object.fromEntries(metricNames.map((name) => [name, now[name] - old[name]])) as Record<MetricName, number>;
}

function verdict(name: MetricName, low: number, high: number): Difference['verdict'] {
  if (low <= 0 && high >= 0) return 'noise';
  return low > 0 === (metrics[name].better === 'more') ? 'better' : 'worse';
}
