import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../../..');
const guide = readFileSync(join(root, 'docs/agent-guide.md'), 'utf8');
const shown = [...guide.matchAll(/<!-- code: (\S+) -->\n\n```\w+\n([^]*?)\n```/g)].map(([, file, code]) => ({
  file,
  code,
}));

it.each(shown)('the guide shows $file as it is', ({ file, code }) => {
  expect(`${code}\n`).toBe(readFileSync(join(root, file ?? ''), 'utf8'));
});

it('and no other TypeScript', () => {
  expect(shown.length).toBeGreaterThan(0);
  expect(guide.match(/```(ts|js)\n/g)).toHaveLength(shown.length);
});

it('keeps its word: a first agent in 15 lines', () => {
  const agent = shown.find(({ file }) => file?.endsWith('/survey.agent.ts'));
  expect(agent?.code?.split('\n').length).toBeLessThanOrEqual(15);
});
