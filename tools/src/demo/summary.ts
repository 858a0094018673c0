import { pc } from '../output/colours.ts';
import { type TicketReport, totals } from './report.ts';
import { figures, missKinds, missOf, type Share } from './verdict.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;
const row = (name: string, value: string): string => `  ${name.padEnd(38)} ${value}`;

/** What one wave came to, as lines for a terminal. */
export function waveSummary(wave: number, reports: readonly TicketReport[]): string {
  const t = totals(reports);
  return [
    pc.bold(`Wave ${wave}: ${t.tickets} tickets`),
    `  answered by agent   ${pc.green(String(t.answeredByAgent))}`,
    `  answered by human   ${t.answeredByHuman}`,
    `  waiting for a human ${t.waitingForHuman}`,
    `  closed              ${t.closed}`,
    `  to reply or queue   median ${seconds(t.medianMs)}, p95 ${seconds(t.p95Ms)}`,
  ].join('\n');
}

/** How both waves compare with what the workspace expects, and every ticket that went another way. */
export function verdictSummary(reports: readonly TicketReport[], own: ReadonlySet<string>): string {
  const f = figures(reports, own);
  return [
    pc.bold('Beside what the workspace expects'),
    row(
      'have an outcome or wait for a person',
      judged(f.settled, (part) => part === 1),
    ),
    row(
      'high stakes that came to a person',
      judged(f.highStakes, (part) => part === 1),
    ),
    row('  of these in the right queue', shown(f.rightQueue)),
    row(
      'routine that went to a person',
      judged(f.routineToPeople, (part) => part <= 0.15),
    ),
    row(
      'wrong sends',
      judged(f.wrongSends, (part) => part <= 0.02),
    ),
    row(
      'answered rightly from learned articles',
      judged(f.learned, (part) => part >= 0.5),
    ),
    row(
      'closed though a person wrote',
      judged(f.silenced, (part) => part === 0),
    ),
    ...misses(reports),
  ].join('\n');
}

const partOf = ({ hits, of }: Share): number => (of === 0 ? Number.NaN : hits / of);
const shown = (share: Share): string =>
  share.of === 0 ? 'none' : `${share.hits} of ${share.of} (${(partOf(share) * 100).toFixed(1)} %)`;
const judged = (share: Share, good: (part: number) => boolean): string =>
  share.of === 0 || good(partOf(share)) ? pc.green(shown(share)) : pc.red(shown(share));

function misses(reports: readonly TicketReport[]): string[] {
  const all = reports.flatMap((report) => {
    const miss = missOf(report);
    return miss ? [{ ...miss, ticketId: report.ticketId }] : [];
  });
  return missKinds.flatMap((kind) => {
    const these = all.filter((miss) => miss.kind === kind);
    return these.length === 0 ? [] : [`  ${kind}:`, ...these.map(({ ticketId, why }) => `    ${ticketId} ${why}`)];
  });
}
