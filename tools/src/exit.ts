/** How a command ends, for scripts; docs/cli.md says the same. `stack exec` ends as the command it ran. */
export const exit = {
  /** All is done, or in order. */
  done: 0,
  /** It failed, or what was checked has mistakes. */
  failed: 1,
  /** The command line can't be meant so; nothing was done. */
  usage: 2,
  /** It is done but for what was refused, with the reasons. */
  partly: 3,
  /** Ctrl-C: what was under way was finished, no more was begun. */
  interrupted: 130,
} as const;

/** What was asked for can't be meant so: another command line is needed. */
export class UsageError extends Error {
  override name = 'UsageError';
}
