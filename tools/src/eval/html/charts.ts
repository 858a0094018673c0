import type { Case } from '../case.ts';
import { type Confusion, mostConfused } from '../confusion.ts';
import type { Point } from '../curve.ts';
import type { Bin } from '../statistics.ts';
import { axis, chart, colours, percentAxis } from './chart.ts';
import type { Html } from './escape.ts';

const label = { color: colours.ink, fontSize: 12 };
const middle = { nameLocation: 'middle' } as const;

/** Precision at every coverage, and where the policy stands. */
export function coverageChart(points: readonly Point[], now: Point): Html {
  const lowest = Math.min(now.precision, ...points.map(({ precision }) => precision));
  return chart(
    {
      grid: { left: 70, right: 30, top: 30, bottom: 50 },
      xAxis: { ...percentAxis, ...middle, name: 'coverage', nameGap: 30, min: 0 },
      yAxis: { ...percentAxis, ...middle, name: 'precision', nameGap: 50, min: Math.floor(lowest * 20) / 20, max: 1 },
      series: [
        {
          type: 'line',
          step: 'end',
          symbol: 'none',
          color: colours.plain,
          data: points.map(({ coverage, precision }) => [coverage, precision]),
        },
        {
          type: 'scatter',
          symbolSize: 12,
          color: colours.good,
          data: [[now.coverage, now.precision]],
          label: { ...label, show: true, position: 'bottom', formatter: 'this policy' },
        },
      ],
    },
    620,
    320,
  );
}

/** How often triage was right in each bin of confidence, beside how sure it was. */
export function reliabilityChart(bins: readonly Bin[]): Html {
  const filled = bins.filter(({ n }) => n > 0);
  const most = Math.max(1, ...filled.map(({ n }) => n));
  return chart(
    {
      grid: { left: 70, right: 30, top: 30, bottom: 50 },
      xAxis: { ...percentAxis, ...middle, name: 'confidence', nameGap: 30, min: 0, max: 1 },
      yAxis: { ...percentAxis, ...middle, name: 'right', nameGap: 50, min: 0, max: 1 },
      series: [
        {
          type: 'line',
          symbol: 'none',
          lineStyle: { type: 'dashed' },
          color: colours.pale,
          data: [
            [0, 0],
            [1, 1],
          ],
        },
        {
          type: 'scatter',
          color: colours.plain,
          // The area tells how many messages a bin holds.
          data: filled.map(({ confidence, accuracy, n }) => ({
            value: [confidence, accuracy],
            symbolSize: 8 + 26 * Math.sqrt(n / most),
            label: { ...label, show: true, position: 'right', formatter: String(n) },
          })),
        },
      ],
    },
    620,
    320,
  );
}

const INTENTS = 12;

/** How often each of the intents most confused was taken for another of them. */
export function confusionChart(found: readonly Confusion[]): Html {
  const ids = mostConfused(found, INTENTS);
  const cells = found.filter(({ truth, said }) => ids.includes(truth) && ids.includes(said));
  const names = { ...axis, type: 'category', data: ids, splitArea: { show: true } };
  return chart(
    {
      grid: { left: 190, right: 20, top: 10, bottom: 150 },
      xAxis: {
        ...names,
        ...middle,
        name: 'taken for',
        nameGap: 130,
        axisLabel: { ...axis.axisLabel, rotate: 45, interval: 0 },
      },
      yAxis: { ...names, inverse: true, axisLabel: { ...axis.axisLabel, interval: 0 } },
      visualMap: {
        show: false,
        min: 0,
        max: Math.max(1, ...cells.map(({ times }) => times)),
        inRange: { color: ['#ffebe9', colours.bad] },
      },
      series: [
        {
          type: 'heatmap',
          data: cells.map(({ truth, said, times }) => [ids.indexOf(said), ids.indexOf(truth), times]),
          label: { show: true, color: '#1f2328' },
        },
      ],
    },
    720,
    170 + 30 * ids.length,
  );
}

const kinds: readonly (readonly [string, (c: Case) => boolean])[] = [
  ['high stakes', ({ expect }) => expect.queue !== undefined],
  ['for a person', ({ expect }) => expect.outcome === 'human' && expect.queue === undefined],
  ['routine without an article', ({ expect, taught }) => expect.outcome === 'agent' && !taught],
  ['routine', ({ expect, taught }) => expect.outcome === 'agent' && taught],
  ['to be closed', ({ expect }) => expect.outcome === 'closed'],
];
const ways: readonly (readonly [string, string, (c: Case) => boolean])[] = [
  ['sent, right', colours.good, (c) => c.route === 'sent' && c.draft?.wrong === null],
  ['sent, wrong', colours.bad, (c) => c.route === 'sent' && c.draft?.wrong !== null],
  ['to a person', colours.plain, (c) => c.route === 'person'],
  ['closed', colours.pale, (c) => c.route === 'closed'],
];

/** Which way the messages went, by what was expected of them. */
export function routesChart(cases: readonly Case[]): Html {
  return chart(
    {
      legend: { top: 0, textStyle: { color: colours.ink } },
      grid: { left: 190, right: 30, top: 40, bottom: 30 },
      xAxis: { ...axis, type: 'value' },
      yAxis: { ...axis, type: 'category', inverse: true, data: kinds.map(([name]) => name) },
      series: ways.map(([name, color, went]) => {
        const data = kinds.map(([, is]) => cases.filter((c) => is(c) && went(c)).length);
        return {
          type: 'bar',
          stack: 'all',
          name,
          color,
          // A 0 would be written over its neighbour.
          data: data.map((value) => ({ value, label: { show: value > 0, color: '#fff' } })),
        };
      }),
    },
    720,
    280,
  );
}
