import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Argument, type Command } from 'commander';
import { exit } from '../exit.ts';
import { count, when } from './options.ts';
import { kafka, reaching } from '../local/brokers.ts';
import { print, printJson } from '../output/print.ts';
import { waiting } from '../output/progress.ts';

const me = () => ({ kind: 'human', id: userInfo().username }) as const;

interface Options {
  readonly json?: true;
}

interface DiffOptions extends Options {
  readonly since: Date;
  readonly until?: Date;
  readonly limit?: number;
}

/** `throughline policy check | diff | activate | kill` */
export function registerPolicy(program: Command): void {
  const policy = program.command('policy').description('the guardrail policy');
  policy
    .command('check <file>')
    .description('list every mistake with line and field')
    .option('--json', 'for programs')
    .action(check);
  policy
    .command('diff <file>')
    .description('which past replies would go another way under it, and why; changes nothing')
    .requiredOption('--since <when>', 'drafted or decided since then: 2h, 3d, or 2026-03-02T08:00 (UTC)', when)
    .option('--until <when>', 'drafted or decided before then', when)
    .option('--limit <n>', 'how many to show, the newest (default: 50; with --json all)', count)
    .option('--json', 'for programs')
    .action(diff);
  policy
    .command('activate <file>')
    .description('make it the active policy, for turns that begin from now on')
    .option('--json', 'for programs')
    .action(async (file: string, { json }: Options) => {
      const { activatePolicy } = await import('../local/load-workspace.ts');
      const source = readFileSync(file, 'utf8');
      const version = await reaching(() => waiting('activating', () => activatePolicy(kafka(), source, me())));
      if (json) return printJson({ active: version });
      console.log(`Active: ${version}`);
    });
  policy
    .command('kill')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .description('on: no automatic reply is sent any more; people go on')
    .option('--json', 'for programs')
    .action(async (state: 'on' | 'off', { json }: Options) => {
      const [{ killSwitch }, { sendPolicy }] = await Promise.all([
        import('@throughline/guardrails'),
        import('../local/load-workspace.ts'),
      ]);
      const event = killSwitch(state === 'on', me(), new Date().toISOString());
      await reaching(() => waiting('sending', () => sendPolicy(kafka(), [event])));
      if (json) return printJson({ killSwitch: state });
      console.log(`The kill switch is ${state}.`);
    });
}

async function diff(file: string, { since, until, limit, json }: DiffOptions): Promise<void> {
  const [{ diffPolicy }, { diffText }] = await Promise.all([
    import('../policy/diff.ts'),
    import('../policy/diff-text.ts'),
  ]);
  const source = readFileSync(file, 'utf8');
  const found = await reaching(() => diffPolicy(kafka(), source, { since, until }));
  if (json) return printJson({ ...found, moved: found.moved.slice(limit === undefined ? 0 : -limit) });
  await print(diffText(found, limit ?? 50));
}

async function check(file: string, { json }: Options): Promise<void> {
  const { parsePolicy, PolicyError } = await import('@throughline/guardrails');
  try {
    const { version, rules } = parsePolicy(readFileSync(file, 'utf8'));
    if (json) return await printJson({ ok: true, version, rules: rules.length, problems: [] });
    console.log(`${file} is right: version ${version}, ${rules.length} rules.`);
  } catch (error) {
    if (!json || !(error instanceof PolicyError)) throw error;
    await printJson({ ok: false, problems: error.problems });
    process.exitCode = exit.failed;
  }
}
