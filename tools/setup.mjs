// Makes a fresh clone runnable: node tools/setup.mjs [install|all]. Plain Node.js 18, no dependencies: it runs before
// `npm ci`. Each step is skipped while what it was made from is unchanged and what it made still exists.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { javaSteps } from './setup/java-steps.mjs';
import { nodeSteps } from './setup/node-steps.mjs';
import { runStep } from './setup/step.mjs';
import { lock } from './shared/lock.mjs';
import { keepTemporaryFilesIn } from './shared/tmp.mjs';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
keepTemporaryFilesIn(root);
const what = process.argv[2] ?? 'all';
if (!['install', 'all'].includes(what)) {
  console.error(`setup: unknown argument "${what}"; use: node tools/setup.mjs [install|all]`);
  process.exit(1);
}

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;
const print = (name, result) => console.log(`  ${name.padEnd(8)} ${result}`);

/** The steps of one lane build on each other; lanes are independent and run side by side. */
async function runLane(steps) {
  for (const step of steps) {
    const start = Date.now();
    try {
      const result = await runStep(step);
      print(step.name, result === 'done' ? seconds(start) : result);
    } catch (error) {
      print(step.name, `failed after ${seconds(start)}: ${error.message}`);
      const output = error.output?.trimEnd().split('\n').slice(-60) ?? [error.stack];
      console.error([...output.filter(Boolean).map((line) => `    | ${line}`), `    ${error.advice ?? ''}`].join('\n'));
      process.exitCode = 1;
      return;
    }
  }
}

const start = Date.now();
const unlock = await lock(join(root, '.throughline/setup/lock'), {
  onWait: (pid) => console.log(`setup: waiting for another setup (process ${pid})`),
});
try {
  const [install, build] = nodeSteps(root);
  console.log('setup');
  await Promise.all(what === 'install' ? [runLane([install])] : [[install, build], javaSteps(root)].map(runLane));
  console.log(process.exitCode ? 'setup failed' : `setup is complete (${seconds(start)})`);
} finally {
  unlock();
}
