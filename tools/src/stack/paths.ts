import { join } from 'node:path';
import { repoRoot } from '../root.ts';
import type { PartName } from './part.ts';

/** Where one embedded stack keeps its things, and where all of them find their programs. */
export interface StackPaths {
  readonly dir: string;
  readonly state: string;
  readonly lock: string;
  /** Held by the `stack exec` that owns this stack for the time of its command. */
  readonly execLock: string;
  readonly lib: string;
  readonly classes: string;
  readonly template: string;
  data(part: PartName): string;
  logFile(part: PartName): string;
}

/** Names beside the stacks' own directories. */
const reserved = ['lib', 'classes'];

/** Paths of the stack with that name. Throws when the name can't be a directory's. */
export function stackPaths(name = 'default', root = repoRoot()): StackPaths {
  if (!/^[a-z0-9][a-z0-9-]*$/.test(name) || reserved.includes(name)) {
    throw new Error(`"${name}" can't name a stack: use small letters, digits and dashes, not ${reserved.join(', ')}`);
  }
  const base = join(root, '.throughline', 'stack');
  const dir = join(base, name);
  return {
    dir,
    state: join(dir, 'state.json'),
    // Beside the directory, so that deleting the stack's data doesn't delete the locks in use.
    lock: join(base, `${name}.lock`),
    execLock: join(base, `${name}.exec.lock`),
    lib: join(base, 'lib'),
    classes: join(base, 'classes'),
    template: join(root, 'tools', 'stack', 'server.properties'),
    data: (part) => join(dir, part),
    logFile: (part) => join(dir, `${part}.log`),
  };
}
