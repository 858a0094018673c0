/** What one benchmark puts into the document: its part, and its charts by file name. */
export interface Section {
  readonly markdown: string;
  readonly charts: Readonly<Record<string, string>>;
}

/** The document with this benchmark's part replaced, all else as it was. @throws where its markers are missing */
export function withSection(document: string, name: string, markdown: string): string {
  const [open, close] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [from, to] = [document.indexOf(open), document.indexOf(close)];
  if (from < 0 || to < from)
    throw new Error(`docs/benchmarks.md lacks ${open} … ${close}: put them where this part belongs.`);
  return `${document.slice(0, from + open.length)}\n\n${markdown.trim()}\n\n${document.slice(to)}`;
}

/** A Markdown table. */
export const table = (head: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [head, head.map((_, i) => (i === 0 ? '---' : '--:')), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
