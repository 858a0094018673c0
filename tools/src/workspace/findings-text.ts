import { pc } from '../output/colours.ts';
import { counted } from '../output/counted.ts';
import { visible } from '../output/visible.ts';
import type { Finding, Rule } from './finding.ts';

/** How many warnings of one kind are shown. */
const SHOWN = 10;

/** What a check found, for people: one a line, and how many. Only the first warnings of a kind, unless `all`. */
export function findingsText(dir: string, findings: readonly Finding[], all = false): string {
  const seen = new Map<Rule, number>();
  const lines = findings.flatMap((finding) => {
    const n = (seen.get(finding.rule) ?? 0) + 1;
    seen.set(finding.rule, n);
    return all || finding.severity === 'mistake' || n <= SHOWN ? [line(finding)] : [];
  });
  const hidden = [...seen].filter(([rule, n]) => !all && rule !== 'mistake' && n > SHOWN);
  const mistakes = findings.filter(({ severity }) => severity === 'mistake').length;
  return [
    ...lines,
    ...hidden.map(([rule, n]) => `… and ${n - SHOWN} more of ${rule}: --all shows them`),
    ...(lines.length > 0 ? [''] : []),
    mistakes > 0
      ? `${dir} has ${counted(mistakes, 'mistake')}. Weak spots are looked for once there are none.`
      : `${dir} has no mistakes, and ${counted(findings.length, 'warning')}.`,
  ].join('\n');
}

function line({ severity, rule, file, line: at, field, message }: Finding): string {
  const label = severity === 'mistake' ? pc.red('mistake') : `${pc.yellow('warning')} ${pc.dim(rule)}`;
  return `${visible(`${file}:${at}`)}: ${label}: ${field ? `${visible(field)}: ` : ''}${visible(message)}`;
}
