// `npm test`, after setup: all unit tests, then all integration tests on a Kafka and a MongoDB of their own, then one
// table of both. Arguments go to Nx: `npm test -- --projects=libs/contracts`.
import { spawn } from 'node:child_process';
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { keepTemporaryFilesIn } from './shared/tmp.mjs';

const root = join(import.meta.dirname, '..');
keepTemporaryFilesIn(root);
const json = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const kinds = { unit: 'test', integration: 'integration' };
const resultsFile = (dir, kind) => join(root, dir, 'coverage', `results-${kind}.json`);

const projects = globSync(
  json('package.json').workspaces.map((dir) => `${dir}/package.json`),
  { cwd: root },
)
  .toSorted()
  .map((file) => ({ dir: dirname(file), targets: json(file).nx?.targets ?? {} }));

// Tests that no target runs would be tests that can't fail.
for (const { dir, targets } of projects) {
  if (!targets.integration && globSync(`${dir}/test/**/*.it.spec.ts`, { cwd: root }).length > 0) {
    throw new Error(`${dir} has *.it.spec.ts, but no Nx target runs them: add "integration": {} to its package.json.`);
  }
}

// Results of an earlier run must not stand in for a project that crashes in this one.
for (const { dir } of projects) for (const kind of Object.keys(kinds)) rmSync(resultsFile(dir, kind), { force: true });

const env = {
  ...process.env,
  PATH: [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter),
  NX_DAEMON: 'false',
};

/** Resolves to the exit code. A signal is left to the child, which may have a stack to end; then this script ends. */
function run(command, ...args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, env, stdio: 'inherit' });
    // A terminal sends Ctrl+C to the child, too.
    const forward = (signal) => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal);
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      const interrupted = signal ?? (code === 130 ? 'SIGINT' : code === 143 ? 'SIGTERM' : undefined);
      if (interrupted) process.exit(code ?? 143);
      resolve(code);
    });
  });
}

const nx = (target) => ['nx', 'run-many', '-t', target, '--output-style=static', ...process.argv.slice(2)];
const codes = [
  await run(...nx('test')),
  await run('throughline', 'stack', 'exec', '--name', 'test', '--', ...nx('integration'), '--parallel=1'),
];

const total = { passed: 0, failed: 0, skipped: 0 };
const rows = projects.flatMap(({ dir, targets }) =>
  Object.entries(kinds).flatMap(([kind, target]) => {
    const file = resultsFile(dir, kind);
    if (!targets[target]) return [];
    if (!existsSync(file)) {
      // With arguments it may have been left out on purpose; otherwise it crashed before it could count.
      if (process.argv.length > 2) return [];
      total.failed++;
      return [[dir, kind, 'no result']];
    }
    const counts = JSON.parse(readFileSync(file, 'utf8'));
    for (const key of Object.keys(total)) total[key] += counts[key];
    return [[dir, kind, summary(counts)]];
  }),
);
console.log('');
for (const [dir, kind, counts] of rows) console.log(`${dir.padEnd(20)} ${kind.padEnd(12)} ${counts}`);

const stepFailed = codes.some((code) => code !== 0) || total.passed === 0;
if (stepFailed && total.failed === 0) {
  console.log('\nA step failed without a failed test, counted as one failure: see above.');
  total.failed = 1;
}
process.exitCode = total.failed ? 1 : 0;
console.log(`\n${summary(total)}`);

function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}
