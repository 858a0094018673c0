import type { SampleTicket } from '@throughline/workspace';
import { pc } from '../output/colours.ts';
import { type TicketReport, totals, wrongSend } from './report.ts';

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

/** What one wave came to, as lines for a terminal. */
export function waveSummary(wave: number, reports: readonly TicketReport[], messages: readonly SampleTicket[]): string {
  const t = totals(reports, messages);
  const wrong = reports.flatMap((r) => {
    const why = wrongSend(r, messages.findLast((m) => m.ticketId === r.ticketId)?.expect);
    return why ? [`    ${pc.red(r.ticketId)} ${why}`] : [];
  });
  return [
    pc.bold(`Wave ${wave}: ${t.tickets} tickets`),
    `  answered by agent   ${pc.green(String(t.answeredByAgent))}`,
    `  answered by human   ${t.answeredByHuman}`,
    `  waiting for a human ${t.waitingForHuman}`,
    `  closed              ${t.closed}`,
    `  to reply or queue   median ${seconds(t.medianMs)}, p95 ${seconds(t.p95Ms)}`,
    `  wrong sends         ${t.wrongSends === 0 ? pc.green('0') : pc.red(String(t.wrongSends))}`,
    ...wrong,
    `  routine tickets that went to a person: ${t.routineToHuman} of ${t.routine}`,
  ].join('\n');
}
