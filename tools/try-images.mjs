// The steps of the Dockerfile for every service, in plain folders: built, pruned, installed, booted as the image would be,
// asked with its health check, ended with SIGTERM. No Docker engine is needed.
//   throughline stack exec --name ci -- node tools/try-images.mjs [SERVICE…]
import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { services } from '@throughline/contracts';
import { Builder, writtenSince } from './image/dockerfile.mjs';

const root = join(import.meta.dirname, '..');
const { KAFKA_BROKERS, MONGODB_URI } = process.env;
if (!KAFKA_BROKERS || !MONGODB_URI)
  throw new Error('Run it with `throughline stack exec --name ci -- node tools/try-images.mjs`.');
// Outside the clone: what is not installed must not be found in the clone's node_modules.
const dir = mkdtempSync('/tmp/throughline-images-');
// Without what belongs to this clone, as Nx's folders do.
const ofThisClone = /^(NX_|THROUGHLINE_|KAFKA_|MONGODB_|TMPDIR$|NODE_(OPTIONS|PATH|ENV|COMPILE_CACHE)$)/;
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofThisClone.test(name)));
const builder = new Builder({
  file: join(root, 'Dockerfile'),
  context: root,
  dir,
  env: { ...env, NX_ISOLATE_PLUGINS: 'false' },
});

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return String(port);
}

/** As compose starts it, but for the addresses. */
const start = async (image, settings) => {
  const cwd = join(image.root, image.cwd);
  // Absolute paths of the image begin at its folder.
  const own = Object.entries(image.env).map(([name, value]) => [
    name,
    value.startsWith('/') ? join(image.root, value) : value,
  ]);
  return { cwd, env: { ...env, ...Object.fromEntries(own), KAFKA_BROKERS, MONGODB_URI, ...settings } };
};

/** The CLI's image makes the topics, as the job of docker-compose.yml does. */
async function applyTopics(image) {
  const at = await start(image, {});
  const { status, stdout, stderr } = spawnSync(
    'node',
    ['bin/throughline.mjs', 'topics', 'apply', '--partitions', '1'],
    { ...at, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`topics apply ended with ${status}: ${stderr}`);
  return stdout.trim();
}

/** Boots it, waits until its own health check holds, ends it. */
async function tryService(image, name) {
  const at = await start(image, {
    HOST: '127.0.0.1',
    PORT: await freePort(),
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
  const [probe, ...words] = image.healthcheck;
  try {
    for (const deadline = began + 180_000; ; await sleep(250)) {
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`ended before it was ready:\n${said.slice(-3000)}`);
      if (spawnSync(probe, words, at).status === 0) break;
      if (Date.now() > deadline) throw new Error(`not healthy within 180 s:\n${said.slice(-3000)}`);
    }
    const ready = Date.now() - began;
    child.kill('SIGTERM');
    await exited;
    if (child.exitCode !== 0 && child.signalCode !== 'SIGTERM')
      throw new Error(`ended with ${child.exitCode ?? child.signalCode}:\n${said.slice(-3000)}`);
    const written = writtenSince(image.root, began);
    if (written.length > 0) throw new Error(`wrote where it may only read: ${written.join(', ')}`);
    return `healthy in ${ready} ms, ended with ${child.exitCode ?? child.signalCode}`;
  } finally {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  }
}

const asked = process.argv.slice(2);
const names = ['tools', ...(asked.length > 0 ? asked : Object.keys(services))];
try {
  for (const name of names) {
    const began = Date.now();
    try {
      const image = builder.build({ SERVICE: name });
      const built = Date.now() - began;
      const outcome = name === 'tools' ? await applyTopics(image) : await tryService(image, name);
      console.log(`ok ${name}: built in ${(built / 1000).toFixed(1)} s, ${outcome}`);
    } catch (error) {
      console.log(`FAILED ${name}: ${error.message}`);
      process.exitCode = 1;
      // Nothing works without what all images have, or without topics.
      if (name === 'tools') break;
    }
    builder.forget();
  }
} finally {
  rmSync(dir, { recursive: true, force: true });
}
