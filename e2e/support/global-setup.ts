import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts, coreServices } from '@throughline/contracts';
import { applyTopics, topicConfigs } from '@throughline/messaging';
import { readWorkspace } from '@throughline/workspace';
import { activatePolicy, loadWorkspace } from 'throughline/load-workspace';
import { repoRoot } from 'throughline/root';
import { randomTokens, type RunOptions, startServices } from 'throughline/services';
import { until } from 'throughline/api';
import { type Shared, sharedFile } from './shared.ts';

/** Starts the eight services once for all test files; what they need to know lies in a file. */
export default async function globalSetup(): Promise<void> {
  const { KAFKA_BROKERS: brokers, MONGODB_URI: mongodbUri } = process.env;
  if (!brokers || !mongodbUri)
    throw new Error('These tests need KAFKA_BROKERS and MONGODB_URI: run them with `npm test`.');
  const root = repoRoot();
  const dir = mkdtempSync(join(tmpdir(), 'throughline-e2e-'));
  const kafka = { brokers: brokers.split(','), clientId: 'e2e' };
  await applyTopics(kafka, topicConfigs(contracts, coreServices, { partitions: 6, replicationFactor: 1 }));
  const folder = join(root, 'workspaces/demo-store');
  const workspace = await readWorkspace(folder);
  await activatePolicy(kafka, workspace.policySource, { kind: 'human', id: 'e2e' });

  const tokens = randomTokens(['e2e', 'maria', 'jonas']);
  const databasePrefix = `e2e-${Date.now()}`;
  // A fifth of the time: a step of a minute is overdue after twelve seconds.
  const options: RunOptions = {
    root,
    brokers,
    mongodbUri,
    workspace: folder,
    dir,
    databasePrefix,
    port: () => 0,
    env: { PLAN_SCALE: '0.2' },
  };
  const running = await startServices(tokens, options);
  Object.assign(globalThis, { throughlineRunning: running });
  await loadWorkspace({ ...workspace, customers: [] }, running.intake.api, running['kb-updater'].api);
  await until('the drafter has the articles', async () => {
    const { articles } = await running.drafter.api.get<{ articles: Record<string, number> }>('/v1/index');
    return workspace.articles.every((a) => a.articleId in articles) ? true : undefined;
  });
  const all = Object.values(running);
  const shared: Shared = {
    urls: Object.fromEntries(all.map((s) => [s.name, s.api.url])),
    pids: Object.fromEntries(all.map((s) => [s.name, s.process.pid ?? 0])),
    tokens,
    kafka,
    mongodbUri,
    databasePrefix,
    logs: dir,
  };
  writeFileSync(sharedFile, JSON.stringify(shared));
}
