import { Argument, type Command, Option } from 'commander';
import { exit } from '../exit.ts';
import { print, printJson } from '../output/print.ts';
import { count } from './options.ts';
import type { ImportFlags } from '../workspace/import/run.ts';

interface Check {
  readonly strict?: true;
  readonly quick?: boolean;
  readonly all?: boolean;
  readonly json?: true;
}

/** `throughline workspace new | check | import` */
export function registerWorkspace(program: Command): void {
  const workspace = program
    .command('workspace')
    .description('the folder that makes Throughline your own: taxonomy, policy, articles, customers, tickets');
  workspace
    .command('new')
    .argument('<dir>', 'a folder that is empty or not there yet')
    .description('make one: a small shop with comments, ready to be played and changed')
    .option('--json', 'for programs')
    .action(start);
  workspace
    .command('check')
    .argument('<dir>', "the workspace's folder")
    .description('list every mistake with file, line and fix, and weak spots as warnings')
    .option('--strict', 'warnings count as mistakes')
    .option('--quick', 'leave out what the models are asked for: overlapping examples, articles that nobody finds')
    .option('--all', 'show every warning, not the first ten of a kind')
    .option('--json', 'for programs')
    .action(check);
  registerImport(workspace);
}

async function start(dir: string, { json }: { json?: true }): Promise<void> {
  const { newWorkspace } = await import('../workspace/new.ts');
  const files = await newWorkspace(dir);
  if (json) return printJson({ workspace: dir, files });
  await print(
    [
      ...files.map((file) => `  ${file}`),
      '',
      'Now change what is in it (README.md says what each file holds), and look at it with',
      `  npx throughline workspace check ${dir}`,
      `  npm run demo -- --once --workspace ${dir}`,
    ].join('\n'),
  );
}

async function check(dir: string, { strict, quick = false, all = false, json }: Check): Promise<void> {
  const [{ checkWorkspace }, { findingsText }] = await Promise.all([
    import('../workspace/check.ts'),
    import('../workspace/findings-text.ts'),
  ]);
  const findings = await checkWorkspace(dir, { quick });
  const mistakes = findings.filter(({ severity }) => severity === 'mistake').length;
  const ok = mistakes === 0 && !(strict && findings.length > 0);
  if (json) await printJson({ workspace: dir, ok, mistakes, warnings: findings.length - mistakes, findings });
  else await print(findingsText(dir, findings, all));
  if (!ok) process.exitCode = exit.failed;
}

const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];

function registerImport(workspace: Command): void {
  workspace
    .command('import')
    .addArgument(new Argument('<what>', 'what the rows are').choices(['articles', 'tickets']))
    .argument('<file>', 'CSV with a heading, or JSON Lines')
    .description('articles or tickets of another system; shows what would be written, and writes with --write')
    .requiredOption('--workspace <dir>', 'where to')
    .option(
      '--map <field=column>',
      'where a field comes from (again for each); else from the column of its name',
      collect,
    )
    .option('--set <field=value>', 'what a field is in every row (again for each)', collect)
    .addOption(new Option('--format <format>', "instead of what the file's name says").choices(['csv', 'jsonl']))
    .option('--delimiter <text>', 'between the cells of a CSV file (default: , or ; or tab, as the heading has it)')
    .option('--separator <text>', 'between the entries of a list in one cell; line ends separate, too', '|')
    .option('--rows <n>', 'how many rows to show', count, 3)
    .option('--write', 'write them, not only show them')
    .option('--force', 'change what is there already')
    .option('--json', 'for programs')
    .addHelpText('after', fields)
    .action(async (what: 'articles' | 'tickets', file: string, flags: ImportFlags) => {
      const { runImport } = await import('../workspace/import/run.ts');
      await runImport(what, file, flags);
    });
}

const fields = `
Fields of articles: title, body; id (else made of the title), intents, questions.
Fields of tickets:  customerId, body, receivedAt; ticketId and messageId (else made of the rest), channel, subject,
                    wave, expect.intent, expect.outcome, expect.queue, expect.articleId.`;
