import { metrics, trace } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { z } from 'zod';
import { Budget } from '../src/budget.ts';
import { fails, LlmServer, says } from '../src/testing.ts';

const SECRET = 'the words of Ada';
const server = new LlmServer();
const spans = new InMemorySpanExporter();
const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const meters = new MeterProvider({
  readers: [new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 1_000_000 })],
});
const written: string[] = [];
let Llm: typeof import('../src/llm.ts').Llm;

beforeAll(async () => {
  await server.start();
  trace.setGlobalTracerProvider(new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] }));
  metrics.setGlobalMeterProvider(meters);
  // Only now: meters are taken where the file is loaded.
  ({ Llm } = await import('../src/llm.ts'));
}, 60_000);
afterAll(async () => {
  await server.stop();
  await meters.shutdown();
});

function listen(): void {
  const write = (...chunks: unknown[]): boolean => written.push(...chunks.map(String)) > 0;
  jest.spyOn(process.stdout, 'write').mockImplementation(write);
  jest.spyOn(process.stderr, 'write').mockImplementation(write);
  for (const level of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    jest.spyOn(console, level).mockImplementation(write);
  }
}

/** The value of a counter's series that has these labels. */
function counted(name: string, labels: Record<string, string>): unknown {
  const series = exporter
    .getMetrics()
    .flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    .filter(({ descriptor }) => descriptor.name === name)
    .flatMap(({ dataPoints }): { attributes: Record<string, unknown>; value: unknown }[] => [...dataPoints]);
  return series.find(({ attributes }) => Object.entries(labels).every(([key, value]) => attributes[key] === value))
    ?.value;
}

it('counts what was used; prompts and answers are in no span, metric or line of output', async () => {
  listen();
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
  await meters.forceFlush();

  expect(server.received.filter(({ body }) => body.includes(SECRET))).toHaveLength(3);
  expect(counted('throughline.llm.asked', { outcome: 'invalid', step: 'test' })).toBe(1);
  expect(counted('throughline.llm.asked', { outcome: 'refused' })).toBe(1);
  expect(counted('throughline.llm.asked', { outcome: 'timeout' })).toBe(0);
  expect(counted('throughline.llm.tokens', { 'gen_ai.token.type': 'input' })).toBe(200);
  expect(counted('throughline.llm.tokens', { 'gen_ai.token.type': 'output' })).toBe(40);
  expect(counted('throughline.llm.cost', { step: 'test' })).toBeCloseTo(0.006);
  const finished = spans
    .getFinishedSpans()
    .map(({ name, attributes, events, status }) => ({ name, attributes, events, status }));
  expect(finished.map(({ name }) => name)).toContain('process');
  expect(
    JSON.stringify([finished, exporter.getMetrics().map(({ scopeMetrics }) => scopeMetrics), written]),
  ).not.toContain(SECRET);
});
