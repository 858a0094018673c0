import type { Command } from 'commander';
import { printJson } from '../output/print.ts';
import { waiting } from '../output/progress.ts';
import type { PartStatus } from '../stack.ts';

/** The option that says which stack. */
export const nameOption = [
  '--name <name>',
  'which stack: "default" has fixed ports, any other gets free ones',
  'default',
] as const;

interface Options {
  readonly name: string;
  readonly json?: true;
}

/** `stack up|down|status|reset`: the embedded Kafka and MongoDB stand-in. */
export function registerStack(program: Command): Command {
  const stack = program
    .command('stack')
    .description('the embedded Kafka and MongoDB stand-in (KAFKA_BROKERS, MONGODB_URI: use your own instead)');
  const command = (name: string, description: string) =>
    stack
      .command(name)
      .description(description)
      .option(...nameOption);
  command('up', 'start what does not run yet; it keeps running until `stack down`')
    .option('--json', 'for programs')
    .addHelpText('after', '\nSets both addresses in a shell: eval "$(throughline stack up)"')
    .action(up);
  command('down', 'end it; its data stays').option('--json', 'for programs').action(down);
  command('status', 'what runs, and where').option('--json', 'for programs').action(status);
  command('reset', 'delete the data of a stopped stack').action(async ({ name }: Options) => {
    const { stackReset } = await import('../stack.ts');
    await waiting('deleting', () => stackReset(name));
  });
  return stack;
}

async function up({ name, json }: Options): Promise<void> {
  const { stackUp } = await import('../stack.ts');
  // What happens goes to standard error: standard output is for who reads the addresses.
  const stack = await waiting('starting', () => stackUp({ name, log: console.error }));
  const { brokers, mongodbUri, started } = stack;
  if (json) return printJson({ name, brokers, mongodbUri, started });
  console.log(`export KAFKA_BROKERS=${brokers} MONGODB_URI=${mongodbUri}`);
}

async function down({ name, json }: Options): Promise<void> {
  const { stackDown } = await import('../stack.ts');
  const ended = await waiting('ending', () => stackDown(name));
  if (json) return printJson({ name, ended });
  console.log(ended.length ? `ended ${ended.join(' and ')}` : 'nothing was running');
}

async function status({ name, json }: Options): Promise<void> {
  const { stackStatus } = await import('../stack.ts');
  const found = await waiting('asking', () => stackStatus(name));
  if (json) return printJson(found);
  console.log(`kafka  ${describe(found.kafka)}\nmongo  ${describe(found.mongo)}`);
}

function describe({ source, state, address, pid, startedAt, version }: PartStatus): string {
  if (source === 'external') return `${state} at ${address} (from the environment)`;
  if (state === 'stopped') return state;
  return `${state} at ${address} (version ${version}, process ${pid}, since ${startedAt})`;
}
