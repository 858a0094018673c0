import { join } from 'node:path';
import type { Command } from 'commander';
import type { EvalOptions } from '../eval/run.ts';
import { repoRoot } from '../root.ts';

/** `throughline eval` */
export function registerEval(program: Command): void {
  program
    .command('eval')
    .description('take the tickets of a workspace through triage, drafter and router, without Kafka, and measure them')
    .option('--workspace <dir>', 'whose tickets, articles and policy', join(repoRoot(), 'workspaces/demo-store'))
    .option('--report <file>', 'write everything as JSON')
    .option('--json', 'for programs: the report instead of a table')
    .action(async (options: EvalOptions) => (await import('../eval/run.ts')).runEval(options));
}
