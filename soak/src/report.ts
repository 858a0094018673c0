import type { Row, Violation } from './proof.ts';
import type { Outcome } from './soak.ts';

const breaches = ['lost', 'doubled', 'out of order', 'unexpected', 'altered'] as const;

/** How many violations are named; all are counted, and stand in the JSON file. */
const named = 40;

export const violationsOf = (outcome: Outcome): Violation[] => outcome.rows.flatMap((r) => r.violations);

/** True where nothing at all went wrong. */
export const holds = (outcome: Outcome): boolean =>
  violationsOf(outcome).length === 0 && outcome.failures.length === 0 && outcome.sent > 0;

/** The proof, for people. */
export function report(outcome: Outcome): string {
  const violations = violationsOf(outcome);
  const shown = violations.slice(0, named).map((v) => `  ${v.breach}: ${v.where}: ${v.what}`);
  const more = violations.length > named ? [`  … and ${violations.length - named} more`] : [];
  const recoveries = outcome.rounds.map((r) => r.seconds).toSorted((a, b) => a - b);
  return [
    '',
    ...table(outcome.rows),
    '',
    `${outcome.rounds.length} faults; well again after ${middle(recoveries)} s (median), ${(recoveries.at(-1) ?? 0).toFixed(1)} s (longest)`,
    ...byKind(outcome),
    ...outcome.ownEnds.map((e) => `${e.member} ended by itself at ${e.at}: ${e.how}`),
    '',
    ...(violations.length > 0 ? [`${violations.length} violations:`, ...shown, ...more] : []),
    ...outcome.failures.map((f) => `failed: ${f}`),
    holds(outcome)
      ? `PROVEN: ${outcome.sent} tickets, nothing lost, nothing doubled, all in order, in ${outcome.seconds} s`
      : `NOT PROVEN: see above (${outcome.sent} tickets, ${outcome.seconds} s)`,
  ].join('\n');
}

/** Topics on which nothing was expected and nothing found are left out, but counted. */
function table(rows: readonly Row[]): string[] {
  const empty = rows.filter((r) => r.expected === 0 && r.found === 0);
  const cells = rows
    .filter((r) => !empty.includes(r))
    .map((r) => [
      r.where,
      String(r.expected),
      String(r.found),
      ...breaches.map((b) => String(r.violations.filter((v) => v.breach === b).length)),
    ]);
  const head = ['', 'expected', 'found', ...breaches];
  const widths = head.map((h, i) => Math.max(h.length, ...cells.map((c) => c[i]?.length ?? 0)));
  const text = (c: readonly string[]): string =>
    c.map((x, i) => (i === 0 ? x.padEnd(widths[i] ?? 0) : x.padStart(widths[i] ?? 0))).join('  ');
  const [own, flow] = [empty.filter(isOwn), empty.filter((r) => !isOwn(r))];
  const rest = `${flow.map((r) => r.where).join(', ')} and ${own.length} dead-letter and retry topics`;
  return [text(head), ...cells.map(text), `and empty, as they have to be: ${rest}`];
}

const isOwn = ({ where }: Row): boolean => /\.(dlq|retry)$/.test(where);

function byKind({ rounds }: Outcome): string[] {
  const kinds = Map.groupBy(rounds, (r) => r.kind);
  return [...kinds].map(([kind, of]) => {
    const seconds = of.map((r) => r.seconds).toSorted((a, b) => a - b);
    return `  ${kind.padEnd(32)} ${String(of.length).padStart(3)}   ${middle(seconds)} s (median), ${(seconds.at(-1) ?? 0).toFixed(1)} s (longest)`;
  });
}

const middle = (sorted: readonly number[]): string => (sorted[Math.floor(sorted.length / 2)] ?? 0).toFixed(1);
