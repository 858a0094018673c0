import { z } from 'zod';
import { bootstrap, type Interval } from './bootstrap.ts';
import { Case } from './case.ts';
import { Comparison } from './compare.ts';
import { figuresOf } from './figures.ts';
import { metricNames, metrics } from './metrics.ts';
import type { Estimate } from './statistics.ts';

const Figure = z.number().nullable();

/** What `eval --report FILE` writes. A figure that nothing is known of is null. */
export const Report = z.object({
  /** Of this shape. */
  version: z.literal(1),
  workspace: z.string(),
  /** The file that the tickets came from, where it is not the workspace's own. */
  tickets: z.string().nullable(),
  at: z.string(),
  policyVersion: z.string(),
  classifier: z.string(),
  /** How long it took until triage had learned and the articles could be searched. */
  seconds: z.object({ triage: z.number(), knowledge: z.number() }),
  thresholds: z.object({ confidence: z.number(), grounding: z.number() }),
  /** What was shown for the workspace's bound on wrong replies, in words; left out where it states none. */
  bound: z.array(z.string()).optional(),
  messages: z.number(),
  metrics: z.record(z.string(), Figure),
  /** 95 %; `n` is the number of messages that a figure comes from. */
  intervals: z.record(z.string(), z.object({ low: Figure, high: Figure, n: z.number() })),
  cases: z.array(Case),
  /** Beside an earlier report. */
  comparison: Comparison.optional(),
});
export type Report = z.infer<typeof Report>;

const figure = (value: number): number | null => (Number.isNaN(value) ? null : value);

/**
 * Where all went one way, every draw does too, and the bootstrap would be certain. Then up to 3 of n may still go the other
 * way (Hanley and Lippman-Hand 1983, "If nothing goes wrong, is everything all right?").
 */
export function beyond({ value, n }: Estimate, { low, high }: Interval): Interval {
  if (value === 1) return { low: Math.max(0, 1 - 3 / n), high };
  return value === 0 ? { low, high: Math.min(1, 3 / n) } : { low, high };
}

/** Metrics and intervals of cases. */
export function measured(cases: readonly Case[]): Pick<Report, 'messages' | 'metrics' | 'intervals' | 'cases'> {
  const estimates = metricNames.map((name) => [name, metrics[name].of(cases)] as const);
  const found = bootstrap(cases, figuresOf);
  return {
    messages: cases.length,
    metrics: Object.fromEntries(estimates.map(([name, { value }]) => [name, figure(value)])),
    intervals: Object.fromEntries(
      estimates.map(([name, estimate]) => {
        const { low, high } = metrics[name].unit === 'share' ? beyond(estimate, found[name]) : found[name];
        return [name, { low: figure(low), high: figure(high), n: estimate.n }];
      }),
    ),
    cases: [...cases],
  };
}
