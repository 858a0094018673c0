import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { builtInRules, defaultPolicySource, factPaths, PolicyDocument } from '../src/index.ts';

const page = readFileSync(join(__dirname, '../../../docs/guardrails.md'), 'utf8');

// Who adds a fact or a rule has to say what it means, or nobody can use it.
it.each([...factPaths, ...builtInRules.keys()])('docs/guardrails.md has a row for %s', (name) => {
  expect(page).toContain(`\n| \`${name}\``);
});

it.each(Object.keys(PolicyDocument.shape))('docs/guardrails.md tells of the field %s', (field) => {
  expect(page).toMatch(new RegExp(`\n\\| \`${field}[.\`]`));
});

it('the page and the defaults agree on which rules observe', () => {
  const observing = [...builtInRules.values()].filter((rule) => rule.mode === 'observe').map((rule) => rule.id);
  const fixed = [...builtInRules.values()].filter((rule) => rule.floor).map((rule) => rule.id);
  const rows = (word: string) =>
    [...page.matchAll(new RegExp(`^\\| \`([a-z-]+)\` .*\\| ${word} +\\|`, 'gm'))].map(([, id]) => id);
  expect(rows('observes')).toEqual(observing);
  expect(rows('fixed')).toEqual(fixed);
  expect(defaultPolicySource).toContain('vip: observe');
});
