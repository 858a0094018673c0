import { pc } from '../../output/colours.ts';
import { counted } from '../../output/counted.ts';
import { visible } from '../../output/visible.ts';
import type { Report } from './run.ts';
import type { Shown } from './rows-through.ts';

const LONGEST = 1_200;
const MOST_REFUSED = 20;

/** What an import did, or would do, for people. */
export function outcomeText(report: Report): string {
  const { what, written, preview, unmapped, missing, refused, refusals, html } = report;
  return [
    ...(written ? [] : preview.map(shown)),
    ...(unmapped.length > 0
      ? [`Columns that no field takes: ${unmapped.map((name) => visible(name)).join(', ')}`]
      : []),
    ...(missing.length > 0 ? [`Columns that no row has: ${missing.map((name) => visible(name)).join(', ')}`] : []),
    ...(what === 'articles' && html > 0
      ? [`${counted(html, 'row')} with HTML, which replies would quote as it stands.`]
      : []),
    ...(refusals > 0 ? [refusedText(refused, refusals)] : []),
    summary(report),
  ].join('\n\n');
}

function shown({ line, file, state, text }: Shown): string {
  const cut = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text.trimEnd();
  return `${pc.bold(`line ${line} → ${visible(file)}`)} ${pc.dim(`(${state})`)}\n${visible(cut, { lines: true }).replace(/^/gm, '  ')}`;
}

function refusedText(refused: Report['refused'], refusals: number): string {
  const lines = refused.slice(0, MOST_REFUSED).map(({ line, reason }) => `  line ${line}: ${visible(reason)}`);
  const hidden = refusals - lines.length;
  return [
    pc.red(`${counted(refusals, 'row')} refused:`),
    ...lines,
    ...(hidden > 0 ? [`  … and ${hidden.toLocaleString('en')} more`] : []),
  ].join('\n');
}

function summary({ what, written, rows, same, refusals, ...report }: Report): string {
  const parts = [
    `${report.new.toLocaleString('en')} new`,
    `${report.changed.toLocaleString('en')} changed`,
    `${same.toLocaleString('en')} there already`,
    `${refusals.toLocaleString('en')} refused`,
  ].join(', ');
  const tail = written ? '' : ' Nothing is written: --write does it.';
  return `${counted(rows, 'row')} of ${what}${written ? '' : ' (a dry run)'}: ${parts}.${tail}`;
}
