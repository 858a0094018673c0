import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { registerDemo } from './commands/demo.ts';
import { registerDlq } from './commands/dlq.ts';
import { registerEval } from './commands/eval.ts';
import { registerKb } from './commands/kb.ts';
import { registerPolicy } from './commands/policy.ts';
import { registerStack } from './commands/stack.ts';
import { registerStackExec } from './commands/stack-exec.ts';
import { registerTopics } from './commands/topics.ts';
import { registerWorkspace } from './commands/workspace.ts';
import { registerCompletion } from './completion.ts';
import { exit, UsageError } from './exit.ts';
import { repoRoot } from './root.ts';

const { version } = JSON.parse(readFileSync(join(repoRoot(), 'tools/package.json'), 'utf8')) as { version: string };

/**
 * The command line with all its commands; each registers itself, from a file of its own in commands/. What a command
 * needs is loaded when it runs: completion asks for the command line alone, at every press of the key.
 */
export function commandLine(): Command {
  const program = new Command('throughline')
    .description('Throughline: support work as one flow')
    .version(version)
    // Options after a command's own words belong to that command: `stack exec -- jest --ci`.
    .enablePositionalOptions()
    .exitOverride()
    .showHelpAfterError('(add --help for what there is)')
    .addHelpText(
      'after',
      '\nExit codes: 0 done; 1 failed, or mistakes found; 2 wrong usage; 3 done but for what was refused; 130 interrupted.',
    );
  const stack = registerStack(program);
  registerStackExec(stack);
  registerTopics(program);
  registerWorkspace(program);
  registerPolicy(program);
  registerKb(program);
  registerDlq(program);
  registerDemo(program);
  registerEval(program);
  registerCompletion(program);
  return program;
}

/** Runs a command line. Errors are one clear line and an exit code; THROUGHLINE_DEBUG=1 shows where they come from. */
export async function main(argv: readonly string[]): Promise<void> {
  // A reader that goes away (`| head`) is no error.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : exit.failed));
  try {
    await commandLine().parseAsync(argv);
  } catch (error) {
    // What was wrong, or the help that was asked for, has been said.
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? exit.done : exit.usage;
      return;
    }
    const debug = process.env['THROUGHLINE_DEBUG'] === '1';
    console.error(debug ? error : `throughline: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = error instanceof UsageError ? exit.usage : exit.failed;
  }
}
