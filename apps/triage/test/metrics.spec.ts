import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import type { Outcome } from '@throughline/models';
import { Evidence } from '../src/evidence.ts';

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
// Gauges are made when their file is loaded: the preload comes before that, and so does this.
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

it('tells what a bound is shown by, and for which intents it is', async () => {
  const { watchBound } = await import('../src/metrics.ts');
  const of = (intent: string, count: number, right: boolean): Outcome[] =>
    Array.from({ length: count }, () => ({ intent, score: 0.5, right }));
  watchBound(
    new Evidence({ wrong: 0.03, confidence: 0.95 }, [...of('parcel', 200, true), ...of('refund', 200, false)]),
  );
  await reader.forceFlush();
  const found = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const points = (name: string) =>
    found
      .find(({ descriptor }) => descriptor.name === name)
      ?.dataPoints.map(({ attributes, value }) => [attributes, value]);
  expect(points('throughline.bound.decisions')).toEqual([[{}, 0]]);
  expect(points('throughline.bound.stated')).toEqual([[{}, 0.03]]);
  expect(points('throughline.bound.shown')).toEqual([
    [{ evidence: 'examples' }, 0],
    [{ evidence: 'examples', intent: 'parcel' }, 1],
    [{ evidence: 'examples', intent: 'refund' }, 0],
  ]);
  const upper = new Map(
    points('throughline.bound.upper')?.map(([about, value]) => [Object(about).intent, Number(value)]),
  );
  expect(upper.get('parcel')).toBeLessThan(0.03);
  expect(upper.get('refund')).toBeGreaterThan(0.9);
  await reader.shutdown();
});
