import type { Command } from 'commander';
import { kafka, reaching } from '../local/brokers.ts';
import { printJson } from '../output/print.ts';
import { waiting } from '../output/progress.ts';
import { count } from './options.ts';

interface Options {
  readonly partitions: number;
  readonly replication: number;
  readonly json?: true;
}

/** `throughline topics apply` */
export function registerTopics(program: Command): void {
  const topics = program.command('topics').description('the topics of the flow, as the contracts declare them');
  topics
    .command('apply')
    .description(
      'make the topics that are missing; those that exist are only set to stamp records with the time of the broker',
    )
    .option('--partitions <n>', 'of each ticket topic', count, 6)
    .option('--replication <n>', 'replication factor', count, 1)
    .option('--json', 'for programs')
    .action(async ({ partitions, replication, json }: Options) => {
      const [{ contracts, services }, { applyTopics, topicConfigs }] = await Promise.all([
        import('@throughline/contracts'),
        import('@throughline/messaging'),
      ]);
      const configs = topicConfigs(contracts, Object.values(services), { partitions, replicationFactor: replication });
      const made = await reaching(() => waiting('making topics', () => applyTopics(kafka(), configs)));
      if (json) return printJson({ topics: configs.length, made });
      console.log(
        made.length === 0 ? `All ${configs.length} topics exist.` : `Made ${made.length} of ${configs.length} topics.`,
      );
    });
}
