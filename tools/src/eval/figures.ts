import type { Case } from './case.ts';
import { type MetricName, metricNames, metrics } from './metrics.ts';

/** Every metric of some cases; NaN where nothing is known. */
export const figuresOf = (cases: readonly Case[]): Record<MetricName, number> =>
  Object.fromEntries(metricNames.map((name) => [name, metrics[name].of(cases).value])) as Record<MetricName, number>;
