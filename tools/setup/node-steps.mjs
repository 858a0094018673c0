import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { hashFiles, run, StepError } from './step.mjs';

/** `npm ci` and the build. */
export function nodeSteps(root) {
  const modules = join(root, 'node_modules');
  const bin = join(modules, '.bin');
  const lockFile = join(root, 'package-lock.json');
  const path = process.env.PATH.split(delimiter).filter((dir) => dir !== bin);
  const node = join(bin, 'node');

  const install = {
    name: 'install',
    hash: () => hashFiles(lockFile),
    // In node_modules: whoever deletes that deletes this too.
    stamp: join(modules, '.throughline-install'),
    outputs: [modules, node],
    adopt: () => holds(join(modules, '.package-lock.json'), lockFile),
    async run() {
      await run('npm', ['ci', '--no-audit', '--no-fund'], {
        cwd: root,
        // Without node_modules/.bin: npm must not run on the Node.js that it is about to delete.
        // onnxruntime-node: the CPU library is in the package, its install script would fetch more from elsewhere.
        env: { PATH: path.join(delimiter), ONNXRUNTIME_NODE_INSTALL: 'skip' },
        advice: "Is npm's registry in reach? A mirror or proxy is set in .npmrc (npm help config).",
        missing: 'Install Node.js 18 or newer together with npm.',
      });
      if (!existsSync(node)) {
        throw new StepError('node_modules/.bin/node is missing after npm ci', {
          advice:
            'It is linked by an install script: run setup without ignore-scripts (npm config get ignore-scripts).',
        });
      }
    },
  };

  // No stamp: Nx keeps one itself, and knows the inputs of each project better.
  const build = {
    name: 'build',
    outputs: [],
    run: () =>
      run(join(bin, 'nx'), ['run-many', '-t', 'build', '--output-style=static'], {
        cwd: root,
        env: { PATH: [bin, ...path].join(delimiter), NX_DAEMON: 'false' },
        advice: 'Correct the sources named above; `npx nx run-many -t build` repeats this step.',
      }),
  };
  return [install, build];
}

const packages = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

/** Is what npm noted down of node_modules what the lock file asks for? Then somebody's own `npm ci` is good enough. */
function holds(installedFile, lockFile) {
  if (!existsSync(installedFile)) return false;
  const installed = packages(installedFile);
  return Object.entries(packages(lockFile)).every(([path, wanted]) => {
    if (!path.includes('node_modules/')) return true;
    const got = installed[path];
    if (!got) return wanted.optional === true || wanted.devOptional === true;
    return got.version === wanted.version && got.integrity === wanted.integrity;
  });
}
