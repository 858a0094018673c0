import { metrics } from '@opentelemetry/api';
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics';
import { ReplyDrafted } from '@throughline/contracts';
import { parsePolicy } from '@throughline/guardrails';

const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 3_600_000 });
// Counters are made when their file is loaded: the preload comes before that, and so does this.
metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));

const { data: example } = ReplyDrafted.of(ReplyDrafted.example);
const vip = { ...example.ticket, customer: { ...example.ticket.customer, profile: { tier: 'vip' } } };

/** The points of a counter: what its attributes are, and how often. */
function pointsOf(name: string): [object, unknown][] {
  const all =
    exporter
      .getMetrics()
      .at(-1)
      ?.scopeMetrics.flatMap((scope) => scope.metrics) ?? [];
  const points = all.find((metric) => metric.descriptor.name === name)?.dataPoints ?? [];
  return points.map(({ attributes, value }) => [attributes, value]);
}

it('counts what the gate said and every rule that fired, those that only observe too', async () => {
  const { routeDraft } = await import('../src/route.ts');
  const author = { kind: 'agent', id: 'drafter' } as const;
  const now = { killSwitch: false, quoteProblems: () => [] };
  routeDraft({ ...example, ticket: vip }, author, parsePolicy(''), now);
  routeDraft({ ...example, ticket: vip, turn: 2 }, author, parsePolicy(''), now);
  routeDraft(example, author, undefined, now);
  await reader.forceFlush();
  expect(pointsOf('throughline.gate.verdicts')).toEqual([
    [{ route: 'approve', author: 'agent' }, 1],
    [{ route: 'review', author: 'agent' }, 2],
  ]);
  expect(pointsOf('throughline.gate.rules')).toEqual([
    [{ rule: 'vip', effect: 'observe', author: 'agent' }, 2],
    [{ rule: 'repeat-contact', effect: 'review', author: 'agent' }, 1],
    [{ rule: 'gate-failed', effect: 'review', author: 'agent' }, 1],
  ]);
  await reader.shutdown();
});
