import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import type { DemoOptions } from '../demo/demo.ts';
import { repoRoot } from '../root.ts';

function rate(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('expected tickets a second, more than 0');
  return value;
}

/** `throughline demo` */
export function registerDemo(program: Command): void {
  program
    .command('demo')
    .description('play a workspace through the whole flow and show what happened')
    .option('--workspace <dir>', 'whose tickets, articles and policy', join(repoRoot(), 'workspaces/demo-store'))
    .option('--once', 'end when every ticket has an outcome or waits for a person')
    .option('--fresh', 'forget earlier data first')
    .option('--rate <n>', 'tickets a second', rate, 6)
    .option('--report <file>', 'write what happened as JSON')
    .action(async (options: DemoOptions) => (await import('../demo/demo.ts')).demo(options));
}
