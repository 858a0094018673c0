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
    .option('--tickets <file>', 'other tickets, in the shape of tickets.jsonl, e.g. some that nobody tuned on')
    .option('--report <file>', 'write everything as JSON')
    .option('--compare <report>', 'an earlier report: say which differences are more than noise')
    .option('--html <file>', 'write a page with the plots')
    .option('--json', 'for programs: the report instead of a table')
    .action(async (options: EvalOptions) => (await import('../eval/run.ts')).runEval(options));
}
