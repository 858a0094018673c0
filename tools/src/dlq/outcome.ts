import type { Outcome } from './settle.ts';
import { visible } from '../output/visible.ts';
import { letters, table } from './table.ts';

const words = {
  redrive: { done: 'Redrove', would: 'Would redrive', heading: 'to' },
  drop: { done: 'Dropped', would: 'Would drop', heading: 'in' },
} as const;

/** What a redrive or drop did, for people. */
export function outcomeText({ action, dryRun, settled, topics, refused, refusals, interrupted }: Outcome): string {
  const { done, would, heading } = words[action];
  const parts = [
    `${dryRun ? would : done} ${letters(settled)}.${interrupted ? ' Interrupted: the rest is as it was.' : ''}`,
  ];
  if (settled > 0) {
    const rows = Object.entries(topics).map(([topic, n]) => [String(n), topic]);
    parts.push(table(['letters', heading], rows));
  }
  if (refusals > 0) {
    parts.push(`${dryRun ? 'Would leave' : 'Left'} ${letters(refusals)} as ${refusals === 1 ? 'it is' : 'they are'}:`);
    parts.push(refused.map(({ place, reason }) => `  ${place}: ${visible(reason)}`).join('\n'));
    if (refusals > refused.length) parts.push(`  … and ${refusals - refused.length} more`);
  }
  return parts.join('\n\n');
}
