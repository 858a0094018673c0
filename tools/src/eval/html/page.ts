import { confusions } from '../confusion.ts';
import { coverageCurve } from '../curve.ts';
import { judgements, type MetricName, metricNames, metrics } from '../metrics.ts';
import type { Report } from '../report.ts';
import { calibrationBins } from '../statistics.ts';
import { missesOf, shown, whyMissed } from '../text.ts';
import { confusionChart, coverageChart, reliabilityChart, routesChart } from './charts.ts';
import { html, Html } from './escape.ts';
import { style } from './style.ts';

/** A report as a page that stands by itself: no scripts, nothing loaded from elsewhere. */
export function page(report: Report): string {
  const { workspace, at, messages, classifier, policyVersion, cases, metrics: values } = report;
  const now = { coverage: values['coverage'] ?? 0, precision: values['sentPrecision'] ?? 0 };
  const found = confusions(cases);
  const body = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${workspace}: evaluation</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <h1>${workspace}</h1>
        <p>
          ${messages} messages${report.tickets === null ? '' : ` of ${report.tickets}`}; ${classifier}; policy
          ${policyVersion}; ${at}
        </p>
        <ul class="tiles">
          ${tiles.map((name) => tile(report, name))}
        </ul>
        <h2>Coverage against precision</h2>
        <p>
          The surest replies first: how many of people's messages would be answered, and how many of the replies would
          be right, if the policy's thresholds for confidence and grounding let more or less through.
        </p>
        ${coverageChart(coverageCurve(cases, report.thresholds), now)}
        <h2>Reliability</h2>
        <p>
          How often the likeliest intent was right, beside how sure triage was; on the line, confidence is what it says.
          The numbers count messages. Calibration error (ECE): ${shown('score', values['calibrationError'] ?? null)}.
        </p>
        ${reliabilityChart(calibrationBins(judgements(cases)))}
        <h2>Intents most confused</h2>
        ${found.length === 0 ? html`<p>None was taken for another.</p>` : confusionChart(found)}
        <h2>Routes</h2>
        <p>Which way messages went (colours), by what was expected of them (rows).</p>
        ${routesChart(cases)}
        <h2>All figures</h2>
        ${figuresTable(report)} ${comparison(report)}
        <h2>Otherwise than expected</h2>
        ${misses(report)}
      </body>
    </html>`;
  return `${body.markup}\n`;
}

const tiles: readonly MetricName[] = [
  'highStakesRecall',
  'coverage',
  'sentPrecision',
  'routineToPeople',
  'intentAccuracy',
  'oosAuroc',
];

const value = ({ metrics: values }: Report, name: MetricName): string =>
  shown(metrics[name].unit, values[name] ?? null);

const tile = (report: Report, name: MetricName): Html =>
  html`<li><b>${value(report, name)}</b> ${metrics[name].title.trim()}</li>`;

function figuresTable(report: Report): Html {
  const rows = metricNames.map((name) => {
    const { low, high, n } = report.intervals[name] ?? { low: null, high: null, n: 0 };
    const { title, unit } = metrics[name];
    const range = low === null ? '' : `${shown(unit, low)} … ${shown(unit, high)}`;
    return html`<tr>
      <td>${title}</td>
      <td>${value(report, name)}</td>
      <td>${range}</td>
      <td>${n}</td>
    </tr>`;
  });
  return table(['figure', 'value', '95 % interval', 'messages'], rows);
}

const table = (heads: readonly string[], rows: readonly Html[]): Html =>
  html`<table>
    <thead>
      <tr>
        ${heads.map((head) => html`<th>${head}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows}
    </tbody>
  </table>`;

function comparison({ comparison: found }: Report): Html {
  if (!found) return html``;
  const rows = metricNames.flatMap((name) => {
    const difference = found.differences[name];
    if (!difference) return [];
    const { title, unit } = metrics[name];
    const { before, after, low, high, verdict } = difference;
    return html`<tr class="${verdict}">
      <td>${title}</td>
      <td>${shown(unit, before)}</td>
      <td>${shown(unit, after)}</td>
      <td>${shown(unit, low)} … ${shown(unit, high)}</td>
      <td>${verdict}</td>
    </tr>`;
  });
  return html`<h2>Beside the earlier report</h2>
    <p>Over the ${found.shared} messages that both have.</p>
    ${table(['figure', 'before', 'now', 'change, 95 %', ''], rows)}`;
}

function misses({ cases }: Report): Html {
  const groups = missesOf(cases).map(({ kind, cases: missed }) => {
    const rows = missed.map(
      (c) =>
        html`<tr>
          <td>${c.ticketId}</td>
          <td>${c.expect.intent ?? '(none)'}</td>
          <td>${whyMissed(c)}</td>
        </tr>`,
    );
    return html`<h3>${kind}: ${missed.length}</h3>
      <table class="text">
        <tbody>
          ${rows}
        </tbody>
      </table>`;
  });
  return groups.length === 0 ? html`<p>Nothing.</p>` : html`${groups}`;
}
