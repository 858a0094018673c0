import { metrics, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace';
import { z } from 'zod';
import { Budget } from '../src/budget.ts';
import { fails, LlmServer, says } from '../src/testing.ts';

const server = new LlmServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const SECRET = 'the words of Ada';

it('counts what was used; prompts and answers are in no span, metric or line of output', async () => {
  const spans = new InMemorySpanExporter();
  trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }));
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1_000_000 });
  const provider = new MeterProvider({ readers: [reader] });
  metrics.setGlobalMeterProvider(provider);
  const written: string[] = [];
  const write = (chunk: unknown): boolean => written.push(String(chunk)) > 0;
  jest.spyOn(process.stdout, 'write').mockImplementation(write);
  jest.spyOn(process.stderr, 'write').mockImplementation(write);
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const)
    jest.spyOn(console, level).mockImplementation(write);
  // Meters are taken where a file is loaded.
  const { Llm } = await import('../src/llm.ts');
  const settings = server.settings({ prices: { input: 10, output: 100 } });
  const question = {
    prompt: { name: 'q.v1', text: SECRET },
    data: SECRET,
    schema: z.object({ word: z.string() }),
    check: () => ({ problems: [SECRET] }),
  };
  server.will(says({ word: SECRET }), says({ word: SECRET }), fails(400));

  await trace.getTracer('test').startActiveSpan('process', async (span) => {
    await new Llm(settings).ask({ ...question, budget: new Budget(settings) });
    await new Llm(settings).ask({ ...question, budget: new Budget(settings) });
    span.end();
  });
  await provider.forceFlush();

  const names = spans.getFinishedSpans().map(({ name }) => name);
  expect(names).toContain('process');
  const points = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
  const sum = (name: string, labels: object) =>
    points
      .filter(({ descriptor }) => descriptor.name === name)
      .flatMap(({ dataPoints }) => dataPoints)
      .find(({ attributes }) => Object.entries(labels).every(([label, value]) => attributes[label] === value))?.value;
  expect(sum('throughline.llm.asked', { outcome: 'invalid', step: 'test' })).toBe(1);
  expect(sum('throughline.llm.asked', { outcome: 'refused' })).toBe(1);
  expect(sum('throughline.llm.asked', { outcome: 'timeout' })).toBe(0);
  expect(sum('throughline.llm.tokens', { 'gen_ai.token.type': 'input' })).toBe(200);
  expect(sum('throughline.llm.cost', {})).toBeCloseTo(0.006);
  const attributes = spans.getFinishedSpans().map(({ name, attributes: all, events }) => ({ name, all, events }));
  const metricsText = points.map(({ descriptor, dataPoints }) => ({ descriptor, dataPoints }));
  expect(JSON.stringify([attributes, metricsText, written])).not.toContain(SECRET);
});
