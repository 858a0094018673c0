import { Command } from 'commander';
import { registerDemo } from './commands/demo.ts';
import { registerDlq } from './commands/dlq.ts';
import { registerPolicy } from './commands/policy.ts';
import { registerStack } from './commands/stack.ts';
import { registerStackExec } from './commands/stack-exec.ts';
import { registerTopics } from './commands/topics.ts';

/** The command line with all its commands; each registers itself, from a file of its own in commands/. */
export function commandLine(): Command {
  const program = new Command('throughline')
    .description('Throughline: support work as one flow')
    // Options after a command's own words belong to that command: `stack exec -- jest --ci`.
    .enablePositionalOptions()
    .showHelpAfterError('(add --help for what there is)');
  const stack = registerStack(program);
  registerStackExec(stack);
  registerTopics(program);
  registerPolicy(program);
  registerDlq(program);
  registerDemo(program);
  return program;
}

/** Runs a command line. Errors are one clear line and exit code 1; THROUGHLINE_DEBUG=1 shows where they come from. */
export async function main(argv: readonly string[]): Promise<void> {
  try {
    await commandLine().parseAsync(argv);
  } catch (error) {
    const debug = process.env['THROUGHLINE_DEBUG'] === '1';
    console.error(debug ? error : `throughline: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}
