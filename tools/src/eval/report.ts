import { z } from 'zod';
import { bootstrap } from './bootstrap.ts';
import { Case } from './case.ts';
import { type MetricName, metricNames, metrics } from './metrics.ts';

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
  messages: z.number(),
  metrics: z.record(z.string(), Figure),
  /** 95 %; `n` is the number of messages that a figure comes from. */
  intervals: z.record(z.string(), z.object({ low: Figure, high: Figure, n: z.number() })),
  cases: z.array(Case),
});
export type Report = z.infer<typeof Report>;

const figure = (value: number): number | null => (Number.isNaN(value) ? null : value);

/** Every metric of some cases. */
export const figuresOf = (cases: readonly Case[]): Record<MetricName, number> =>
  Object.fromEntries(metricNames.map((name) => [name, metrics[name].of(cases).value])) as Record<MetricName, number>;

/** Metrics and intervals of cases. */
export function measured(cases: readonly Case[]): Pick<Report, 'messages' | 'metrics' | 'intervals' | 'cases'> {
  const estimates = metricNames.map((name) => [name, metrics[name].of(cases)] as const);
  const found = bootstrap(cases, figuresOf);
  return {
    messages: cases.length,
    metrics: Object.fromEntries(estimates.map(([name, { value }]) => [name, figure(value)])),
    intervals: Object.fromEntries(
      estimates.map(([name, { n }]) => [name, { low: figure(found[name].low), high: figure(found[name].high), n }]),
    ),
    cases: [...cases],
  };
}
