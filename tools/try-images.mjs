// The steps of the Dockerfile for every service, in plain folders: built, pruned, installed, booted as the image would be,
// asked with its health check, drained with SIGTERM. No Docker engine is needed.
//   throughline stack exec --name images -- node tools/try-images.mjs [SERVICE…]
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { services } from '@throughline/contracts';
import { membersOf } from '@throughline/messaging';
import { tryPort } from 'throughline/server';
import { Builder, writtenSince } from './image/dockerfile.mjs';

const run = promisify(execFile);
const root = join(import.meta.dirname, '..');
const { KAFKA_BROKERS, MONGODB_URI } = process.env;
if (!KAFKA_BROKERS || !MONGODB_URI)
  throw new Error('Run it with `throughline stack exec --name images -- node tools/try-images.mjs`.');
const kafka = { brokers: KAFKA_BROKERS.split(','), clientId: 'try-images' };
// Outside the clone: what is not installed must not be found in the clone's node_modules.
const dir = mkdtempSync('/tmp/throughline-images-');
// Without what belongs to this clone, as Nx's folders do.
const ofThisClone = /^(NX_|THROUGHLINE_|KAFKA_|MONGODB_|TMPDIR$|NODE_(OPTIONS|PATH|ENV|COMPILE_CACHE)$)/;
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofThisClone.test(name)));
const builder = new Builder({
  file: join(root, 'Dockerfile'),
  context: root,
  dir,
  // What the clone's own `npm ci` has left in npm's cache is not asked for again.
  env: { ...env, NX_ISOLATE_PLUGINS: 'false', npm_config_prefer_offline: 'true' },
});

/** As compose starts it, but for the addresses. */
const start = (image, settings) => {
  // Absolute paths of the image begin at its folder.
  const own = Object.entries(image.env).map(([name, value]) => [
    name,
    value.startsWith('/') ? join(image.root, value) : value,
  ]);
  const cwd = join(image.root, image.cwd);
  return { cwd, env: { ...env, ...Object.fromEntries(own), KAFKA_BROKERS, MONGODB_URI, ...settings } };
};

/** The CLI's image makes the topics, as the job of docker-compose.yml does. */
async function applyTopics(image) {
  const args = ['bin/throughline.mjs', 'topics', 'apply', '--partitions', '1'];
  const { stdout } = await run('node', args, start(image, {}));
  return stdout.trim();
}

/** Boots it, waits until its own health check holds, and has it drain. */
async function tryService(image, name) {
  const at = start(image, {
    HOST: '127.0.0.1',
    PORT: String(await tryPort(0)),
    MONGODB_DATABASE: `image-${name}`,
    API_TOKENS: `ci:${randomBytes(16).toString('hex')}`,
    WORKSPACE: join(root, 'workspaces/demo-store'),
  });
  const began = Date.now();
  const [program, ...args] = image.cmd;
  const child = spawn(program, args, { ...at, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const exited = once(child, 'exit');
  const how = () => child.exitCode ?? child.signalCode;
  const fail = (what) => {
    throw new Error(`${what}:\n${said.slice(-3000)}`);
  };
  const [probe, ...words] = image.healthcheck;
  const isHealthy = () =>
    run(probe, words, at).then(
      () => true,
      () => false,
    );
  try {
    for (const deadline = began + 180_000; ; await sleep(250)) {
      if (how() !== null) fail(`ended with ${how()} before it was ready`);
      if (await isHealthy()) break;
      if (Date.now() > deadline) fail('not healthy within 180 s');
    }
    const ready = Date.now() - began;
    if ((await membersOf(kafka, name)).length === 0) fail('healthy, but no member of its group');
    child.kill('SIGTERM');
    await exited;
    // Node.js is ended by the signal in either case: who has drained has left the group.
    if (child.exitCode !== 0 && child.signalCode !== 'SIGTERM') fail(`ended with ${how()}`);
    if ((await membersOf(kafka, name)).length > 0) fail('ended, and did not leave its group: it did not drain');
    const written = writtenSince(image.root, began);
    if (written.length > 0) fail(`wrote where it may only read: ${written.join(', ')}`);
    return `healthy in ${(ready / 1000).toFixed(1)} s, drained`;
  } finally {
    if (how() === null) child.kill('SIGKILL');
    await exited;
  }
}

/** One image tried; resolves to whether it is good. */
async function tryImage(name, image, seconds) {
  try {
    const outcome = await (name === 'tools' ? applyTopics(image) : tryService(image, name));
    console.log(`ok ${name}: built in ${seconds} s, ${outcome}`);
    return true;
  } catch (error) {
    console.log(`FAILED ${name}: ${error.message}`);
    return false;
  } finally {
    await image.forget();
  }
}

const asked = process.argv.slice(2);
// The CLI first: without what all images have, or without topics, nothing works.
const names = ['tools', ...(asked.length > 0 ? asked : Object.keys(services))];
const good = [];
let trial = Promise.resolve();
try {
  for (const name of names) {
    const began = Date.now();
    const image = await builder
      .build({ SERVICE: name })
      .catch((error) => console.log(`FAILED ${name}: ${error.message}`));
    const seconds = ((Date.now() - began) / 1000).toFixed(1);
    await trial;
    // While one is tried the next is built.
    if (image) trial = tryImage(name, image, seconds).then((isGood) => isGood && good.push(name));
    if (name !== 'tools') continue;
    await trial;
    if (good.length === 0) break;
  }
  await trial;
} finally {
  rmSync(dir, { recursive: true, force: true });
}
console.log(`${good.length} of ${names.length} images are good`);
process.exitCode = good.length === names.length ? 0 : 1;
