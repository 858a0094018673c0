import { pc } from '../output/colours.ts';
import { counted } from '../output/counted.ts';

/** Rows under a dim heading, each column as wide as its widest cell. Cells hold no colours and no control characters. */
export function table(heading: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = heading.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd();
  return [pc.dim(line(heading)), ...rows.map(line)].join('\n');
}

/** `1 letter`, `1,200 letters`. */
export const letters = (n: number): string => counted(n, 'letter');
