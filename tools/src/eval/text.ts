import { pc } from '../output/colours.ts';
import { counted } from '../output/counted.ts';
import type { Case } from './case.ts';
import { type Metric, type MetricName, metricNames, metrics } from './metrics.ts';
import type { Report } from './report.ts';

/** A figure as people read it. */
export function shown(unit: Metric['unit'], value: number | null): string {
  if (value === null) return '–';
  if (unit === 'share') return `${(value * 100).toFixed(1)} %`;
  if (unit === 'ms') return `${value.toFixed(1)} ms`;
  if (unit === 'tokens') return value.toFixed(0);
  return unit === 'USD' ? `$${value.toFixed(4)}` : value.toFixed(3);
}

/** A report as a table, then what went otherwise than expected. */
export function reportText(report: Report): string {
  const { workspace, messages, classifier, policyVersion, seconds, bound = [] } = report;
  const rows = metricNames.map((name) => row(report, name));
  return [
    pc.bold(`${workspace}: ${counted(messages, 'message')}`),
    `  ${classifier}, policy ${policyVersion}; learned in ${seconds.triage.toFixed(1)} s, indexed in ${seconds.knowledge.toFixed(1)} s`,
    ...bound.map((line) => `  bound for ${line}`),
    '',
    pc.dim(`  ${''.padEnd(56)} ${'value'.padStart(9)}   ${'95 % interval'.padEnd(20)} messages`),
    ...rows,
    ...misses(report.cases),
    ...comparisonText(report),
  ].join('\n');
}

function row({ metrics: values, intervals }: Report, name: MetricName): string {
  const { title, unit } = metrics[name];
  const value = values[name] ?? null;
  const { low, high, n } = intervals[name] ?? { low: null, high: null, n: 0 };
  const range = low === null || value === null ? '' : `${shown(unit, low)} … ${shown(unit, high)}`;
  return `  ${title.padEnd(56)} ${shown(unit, value).padStart(9)}   ${range.padEnd(20)} ${n}`;
}

/** Cases that came to something else than expected, the worst first. */
export function missesOf(cases: readonly Case[]): { readonly kind: string; readonly cases: Case[] }[] {
  const kinds: [string, (c: Case) => boolean][] = [
    ['high stakes that no person saw', (c) => c.expect.queue !== undefined && c.route !== 'person'],
    ['wrongly sent', (c) => c.route === 'sent' && c.draft?.wrong !== null],
    ['closed unseen', (c) => c.route === 'closed' && c.expect.outcome !== 'closed'],
    ['not closed', (c) => c.route !== 'closed' && c.expect.outcome === 'closed'],
    ['routine to a person', (c) => c.route === 'person' && c.expect.outcome === 'agent' && c.taught],
  ];
  return kinds.flatMap(([kind, is]) => {
    const found = cases.filter(is);
    return found.length === 0 ? [] : [{ kind, cases: found }];
  });
}

/** Why a case is a miss, in words. */
export const whyMissed = (c: Case): string =>
  c.route === 'sent' ? (c.draft?.wrong ?? 'sent, expected a person') : c.reasons.join(' ');

const misses = (cases: readonly Case[]): string[] =>
  missesOf(cases).flatMap(({ kind, cases: found }) => [
    '',
    pc.bold(`${kind}: ${found.length}`),
    ...found.map((c) => `  ${c.ticketId} ${whyMissed(c)}`),
  ]);

function comparisonText({ comparison }: Report): string[] {
  if (!comparison) return [];
  const { shared, onlyBefore, onlyAfter, differences } = comparison;
  const rows = metricNames.flatMap((name) => {
    const difference = differences[name];
    if (!difference || difference.verdict === 'noise') return [];
    const { title, unit } = metrics[name];
    const { before, after, low, high, verdict } = difference;
    const change = `${shown(unit, before)} → ${shown(unit, after)}`;
    const told = `  ${title.padEnd(56)} ${change.padEnd(22)} change ${shown(unit, low)} … ${shown(unit, high)}  ${verdict}`;
    return [verdict === 'better' ? pc.green(told) : pc.red(told)];
  });
  return [
    '',
    pc.bold(
      `Beside the earlier report: ${counted(shared, 'message')} in both, ${onlyBefore} only then, ${onlyAfter} only now`,
    ),
    ...(rows.length > 0 ? rows : ['  No difference is more than noise.']),
  ];
}
