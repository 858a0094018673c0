import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts, services } from '@throughline/contracts';
import { applyTopics, topicConfigs } from '@throughline/messaging';
import { repoRoot } from 'throughline/root';
import { randomTokens, type RunningService, startService } from 'throughline/services';
import { shared } from './flow.ts';

/** What the endpoints of tests are signed with. */
export const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`;

/** Starts webhooks with one endpoint, `helpdesk`, on this machine. */
export async function startWebhooks(url: string, events: readonly string[]): Promise<RunningService> {
  const dir = mkdtempSync(join(tmpdir(), 'throughline-webhooks-'));
  const file = join(dir, 'endpoints.json');
  const helpdesk = { url, events, secrets: ['HELPDESK_SECRET'], allowPrivate: true, allowHttp: true };
  writeFileSync(file, JSON.stringify({ endpoints: { helpdesk } }));
  const topics = topicConfigs(contracts, [services.webhooks], { partitions: 6, replicationFactor: 1 });
  await applyTopics(shared.kafka, topics);
  return startService('webhooks', randomTokens(['e2e']), {
    root: repoRoot(),
    brokers: shared.kafka.brokers.join(','),
    mongodbUri: shared.mongodbUri,
    databasePrefix: shared.databasePrefix,
    workspace: join(repoRoot(), 'workspaces/demo-store'),
    dir,
    port: () => 0,
    env: { WEBHOOKS_FILE: file, HELPDESK_SECRET: secret },
  });
}
