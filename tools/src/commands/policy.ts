import { readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { killSwitch, parsePolicy } from '@throughline/guardrails';
import { Argument, type Command } from 'commander';
import { activatePolicy, sendPolicy } from '../local/load-workspace.ts';
import { brokers } from './topics.ts';

const me = { kind: 'human', id: userInfo().username } as const;
const kafka = () => ({ brokers: brokers(), clientId: 'throughline-cli' });

/** `throughline policy check | activate | kill` */
export function registerPolicy(program: Command): void {
  const policy = program.command('policy').description('the guardrail policy');
  policy
    .command('check <file>')
    .description('list every mistake with line and field')
    .action((file: string) => {
      const { version, rules } = parsePolicy(readFileSync(file, 'utf8'));
      console.log(`${file} is right: version ${version}, ${rules.length} rules.`);
    });
  policy
    .command('activate <file>')
    .description('make it the active policy, for turns that begin from now on')
    .action(async (file: string) => {
      console.log(`Active: ${await activatePolicy(kafka(), readFileSync(file, 'utf8'), me)}`);
    });
  policy
    .command('kill')
    .addArgument(new Argument('<state>').choices(['on', 'off']))
    .description('on: no automatic reply is sent any more; people go on')
    .action(async (state: 'on' | 'off') => {
      await sendPolicy(kafka(), [killSwitch(state === 'on', me, new Date().toISOString())]);
      console.log(`The kill switch is ${state}.`);
    });
}
