import type { Command } from 'commander';
import { stackDown, stackReset, stackStatus, stackUp, type PartStatus } from '../stack.ts';

/** The option that says which stack. */
export const nameOption = [
  '--name <name>',
  'which stack: "default" has fixed ports, any other gets free ones',
  'default',
] as const;

/** `stack up|down|status|reset`: the embedded Kafka and MongoDB stand-in. */
export function registerStack(program: Command): Command {
  const stack = program
    .command('stack')
    .description('the embedded Kafka and MongoDB stand-in (KAFKA_BROKERS, MONGODB_URI: use your own instead)');

  stack
    .command('up')
    .description('start what does not run yet; it keeps running until `stack down`')
    .option(...nameOption)
    .action(async ({ name }: { name: string }) => {
      const { brokers, mongodbUri } = await stackUp({ name, log: console.log });
      console.log(`export KAFKA_BROKERS=${brokers} MONGODB_URI=${mongodbUri}`);
    });

  stack
    .command('down')
    .description('end it; its data stays')
    .option(...nameOption)
    .action(async ({ name }: { name: string }) => {
      const ended = await stackDown(name);
      console.log(ended.length ? `ended ${ended.join(' and ')}` : 'nothing was running');
    });

  stack
    .command('status')
    .description('what runs, and where')
    .option(...nameOption)
    .option('--json', 'for programs')
    .action(async ({ name, json }: { name: string; json?: true }) => {
      const status = await stackStatus(name);
      if (json) return console.log(JSON.stringify(status, undefined, 2));
      console.log(`kafka  ${describe(status.kafka)}\nmongo  ${describe(status.mongo)}`);
    });

  stack
    .command('reset')
    .description('delete the data of a stopped stack')
    .option(...nameOption)
    .action(async ({ name }: { name: string }) => stackReset(name));
  return stack;
}

function describe({ source, state, address, pid, startedAt, version }: PartStatus): string {
  if (source === 'external') return `${state} at ${address} (from the environment)`;
  if (state === 'stopped') return state;
  return `${state} at ${address} (version ${version}, process ${pid}, since ${startedAt})`;
}
