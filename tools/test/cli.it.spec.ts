import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli } from './support/cli.ts';
import { folder, removeFolders } from './support/folder.ts';

afterEach(removeFolders);

const policy = { 'policy.yaml': 'thresholds:\n  confidence: 0.8\n', 'broken.yaml': 'thresholds:\n  confidence: 8\n' };

describe('exit codes', () => {
  it.each<[number, string[]]>([
    [0, ['--help']],
    [0, ['--version']],
    [0, ['dlq', 'list', '--help']],
    [1, ['policy', 'check', 'nowhere.yaml']],
    [2, []],
    [2, ['dlq']],
    [2, ['no-such-command']],
    [2, ['dlq', 'list', '--no-such-option']],
    [2, ['dlq', 'list', '--limit', 'many']],
    [2, ['dlq', 'show', 'not-a-place']],
    [2, ['policy', 'kill', 'perhaps']],
    [2, ['workspace', 'new']],
    [7, ['stack', 'exec', '--name', 'cli-it', '--', process.execPath, '-e', 'process.exit(7)']],
  ])('%i: %j', (code, args) => {
    const ended = cli(args);
    expect(ended).toEqual({ code, out: expect.any(String), err: expect.not.stringMatching(/\n\s+at /) });
  });

  it('are named in the help', () => expect(cli(['--help']).out).toMatch(/Exit codes: 0 done; 1 failed/));
});

it('shows no colours where the output is no terminal, whatever the environment says', () => {
  const { dir, env } = { dir: folder(policy), env: { CI: '1', FORCE_COLOR: '1' } };
  for (const args of [
    ['--help'],
    ['policy', 'check', join(dir, 'broken.yaml')],
    ['workspace', 'check', join(dir, 'nowhere')],
    ['workspace', 'check', dir],
  ]) {
    const { out, err } = cli(args, env);
    expect([args, out + err]).toEqual([args, expect.not.stringContaining('\u001b')]);
  }
});

it('gives programs JSON, mistakes too', () => {
  const dir = folder(policy);
  const good = cli(['policy', 'check', join(dir, 'policy.yaml'), '--json']);
  expect([good.code, JSON.parse(good.out)]).toMatchObject([0, { ok: true, problems: [] }]);
  const bad = cli(['policy', 'check', join(dir, 'broken.yaml'), '--json']);
  expect([bad.code, JSON.parse(bad.out)]).toMatchObject([1, { ok: false, problems: [{ line: 2 }] }]);
  const stack = cli(['stack', 'status', '--name', 'cli-none', '--json']);
  expect(JSON.parse(stack.out)).toMatchObject({ name: 'cli-none' });
});

describe('completion', () => {
  const completed = (...args: string[]): string[] =>
    cli(['complete', '--', ...args])
      .out.trimEnd()
      .split('\n')
      .map((line) => line.split('\t')[0] ?? '');

  it('knows commands, options and choices; elsewhere the shell completes files', () => {
    expect(completed('dlq', 're')).toEqual(['redrive', ':4']);
    expect(completed('workspace', 'check', '--st')).toEqual(['--strict', ':4']);
    expect(completed('workspace', 'import', 'a')).toEqual(['articles', ':4']);
    expect(completed('workspace', 'import', '--format', '')).toEqual(['csv', 'jsonl', ':4']);
    expect(completed('workspace', 'check', 'some/fo')).toEqual([':0']);
  });

  it.each(['bash', 'zsh', 'fish'])('has a script for %s that the shell can read', (shell) => {
    const { code, out } = cli(['completion', shell]);
    expect([code, out]).toEqual([0, expect.stringContaining('throughline complete --')]);
    // A shell that is not installed has nothing to say against it.
    const { error, status, stderr } = spawnSync(shell, ['-n'], { input: out, encoding: 'utf8' });
    expect(error ? [0, ''] : [status, stderr]).toEqual([0, '']);
  });
});

it('says its version', () => {
  const { version } = JSON.parse(readFileSync(join(__dirname, '../package.json'), 'utf8')) as { version: string };
  expect(cli(['--version']).out).toBe(`${version}\n`);
});
