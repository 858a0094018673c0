// Boots every built dist/main.js once, by itself, as it is deployed: ready, then SIGTERM, then a clean end.
//   throughline stack exec --name ci -- node tools/boot-all.mjs
import { contracts, services } from '@throughline/contracts';
import { applyTopics, topicConfigs } from '@throughline/messaging';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomTokens, startService } from 'throughline/services';

const root = join(import.meta.dirname, '..');
const { KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri } = process.env;
await applyTopics(
  { brokers: brokers.split(','), clientId: 'boot-all' },
  topicConfigs(contracts, Object.values(services), { partitions: 1, replicationFactor: 1 }),
);

const run = {
  root,
  brokers,
  mongodbUri,
  workspace: join(root, 'workspaces/demo-store'),
  dir: mkdtempSync(join(tmpdir(), 'throughline-boot-')),
  port: () => 0,
};
for (const name of Object.keys(services)) {
  const started = Date.now();
  const service = await startService(name, randomTokens(['ci']), run);
  const ready = Date.now() - started;
  await service.end('SIGTERM');
  const { exitCode, signalCode } = service.process;
  const clean = exitCode === 0 || signalCode === 'SIGTERM';
  console.log(`${clean ? 'ok' : 'FAILED'} ${name}: ready in ${ready} ms, ended with ${exitCode ?? signalCode}`);
  if (!clean) process.exitCode = 1;
}
