// For tests of metrics: what the meters of this process say.
import { type Attributes, metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';

/** Reads metrics. */
export interface MetricsReading {
  /** The points of a metric now, counted since the start: what its attributes are, and its value. Empty where there is none. */
  pointsOf(name: string): Promise<[Attributes, unknown][]>;
  close(): Promise<void>;
}

/**
 * Begins to read. Instruments are made when their file is loaded, so that file is to be loaded afterwards, with `import()`: the
 * services' preload comes before it, too.
 */
export function readMetrics(): MetricsReading {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
  return {
    pointsOf: async (name) => {
      await reader.forceFlush();
      const all = exporter.getMetrics().at(-1)?.scopeMetrics ?? [];
      const found = all.flatMap((scope) => scope.metrics).find(({ descriptor }) => descriptor.name === name);
      return (found?.dataPoints ?? []).map(({ attributes, value }) => [attributes, value]);
    },
    close: () => reader.shutdown(),
  };
}
