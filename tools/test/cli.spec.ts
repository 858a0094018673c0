import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { commandLine } from '../src/cli.ts';
import { repoRoot } from '../src/root.ts';

/** Every command that does something, by its words. */
function* commandsOf(command: Command, words: readonly string[] = []): Generator<[string, Command]> {
  for (const child of command.createHelp().visibleCommands(command)) {
    if (child.name() === 'help') continue;
    const all = [...words, child.name()];
    if (child.commands.length > 0) yield* commandsOf(child, all);
    else yield [all.join(' '), child];
  }
}

const commands = [...commandsOf(commandLine())];

it('has these commands', () => {
  expect(commands.map(([words]) => words)).toEqual([
    'stack up',
    'stack down',
    'stack status',
    'stack reset',
    'stack exec',
    'topics apply',
    'workspace new',
    'workspace check',
    'workspace import',
    'policy check',
    'policy diff',
    'policy activate',
    'policy kill',
    'dlq list',
    'dlq show',
    'dlq redrive',
    'dlq drop',
    'demo',
    'eval',
    'completion',
  ]);
});

it.each(commands)('%s: says what it does and what its options are; docs/cli.md has it', (words, command) => {
  expect(command.description()).not.toBe('');
  expect(command.options.filter(({ description }) => description === '')).toEqual([]);
  expect(command.helpInformation()).toContain(`Usage: throughline ${words} `);
  const page = readFileSync(join(repoRoot(), 'docs/cli.md'), 'utf8');
  expect(page).toContain(`\`${words}`);
});
