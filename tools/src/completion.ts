import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';

/** Directives of the completion scripts to their shell. */
const directives = { files: 0, noFiles: 4 };

/** Adds `completion <shell>`, and what its scripts ask at every press of the key. Every other command has to be there. */
export function registerCompletion(program: Command): void {
  const completion = tab(program, { completionCommandName: 'completion' });
  // The library never lets a shell complete files, and many of our arguments are some: where no word of ours fits, it does.
  Object.defineProperty(completion, 'directive', {
    get: () => (completion.completions.length > 0 ? directives.noFiles : directives.files),
    set: () => {},
    configurable: true,
  });
  const setup = completion.setup.bind(completion);
  completion.setup = (name, executable, shell) => {
    setup(name, executable, shell);
    // Its bash script counts on this option and doesn't set it.
    if (shell === 'bash') console.log(`complete -o default -F __${name}_complete ${name}`);
  };
}
