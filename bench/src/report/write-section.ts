import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { type Section, withSection } from './document.ts';

/** Writes a benchmark's part of docs/benchmarks.md, and its charts beside it. */
export async function writeSection(root: string, name: string, { markdown, charts }: Section): Promise<void> {
  const file = join(root, 'docs/benchmarks.md');
  const text = withSection(readFileSync(file, 'utf8'), name, markdown);
  mkdirSync(join(root, 'docs/benchmarks'), { recursive: true });
  for (const [chart, svg] of Object.entries(charts)) writeFileSync(join(root, 'docs/benchmarks', chart), svg);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), parser: 'markdown' }));
}
