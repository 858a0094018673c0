import { contracts, services } from '@throughline/contracts';
import { applyTopics, topicConfigs } from '@throughline/messaging';
import { type Command, InvalidArgumentError } from 'commander';

function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1');
  return value;
}

/** The brokers that commands talk to: KAFKA_BROKERS, or the embedded stack's. */
export const brokers = (): string[] => (process.env['KAFKA_BROKERS'] ?? '127.0.0.1:19092').split(',');

/** `throughline topics apply` */
export function registerTopics(program: Command): void {
  const topics = program.command('topics').description('the topics of the flow, as the contracts declare them');
  topics
    .command('apply')
    .description('make the topics that are missing; those that exist stay as they are')
    .option('--partitions <n>', 'of each ticket topic', count, 6)
    .option('--replication <n>', 'replication factor', count, 1)
    .action(async ({ partitions, replication }: { partitions: number; replication: number }) => {
      const configs = topicConfigs(contracts, Object.values(services), { partitions, replicationFactor: replication });
      const made = await applyTopics({ brokers: brokers(), clientId: 'throughline-cli' }, configs);
      console.log(
        made.length === 0 ? `All ${configs.length} topics exist.` : `Made ${made.length} of ${configs.length} topics.`,
      );
    });
}
