import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { Argument, type Command } from 'commander';
import { exit } from '../exit.ts';
import { kafka, reaching } from '../local/brokers.ts';
import { printJson } from '../output/print.ts';
import { waiting } from '../output/progress.ts';

const me = () => ({ kind: 'human', id: userInfo().username }) as const;

interface Options {
  readonly json?: true;
}

/** `throughline policy check | activate | kill` */
export function registerPolicy(program: Command): void {
  const policy = program.command('policy').description('the guardrail policy');
  policy
    .command('check <file>')
    .description('list every mistake with line and field')
    .option('--json', 'for programs')
    .action(check);
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
