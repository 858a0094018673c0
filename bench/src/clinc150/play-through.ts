import { readWorkspace } from '@throughline/workspace';
import { runDemo } from 'throughline/demo';
import { terminalListener } from 'throughline/demo-terminal';
import { repoRoot } from 'throughline/root';
import { endServices, randomTokens, startServices } from 'throughline/services';
import { figures } from 'throughline/verdict';
import type { DataContext } from '../commands/context.ts';
import { prepareCluster } from '../flow/constant-services.ts';
import { uniqueName } from '../kafka/client.ts';
import { round } from '../stats.ts';

/** What came of the tickets in the running services. */
export interface Played {
  readonly tickets: number;
  readonly sent: number;
  /** Of those, the share that is right. */
  readonly precision: number;
  /** Sent though about none of the intents. */
  readonly outOfScopeSent: number;
}

/** Plays a workspace through all services, on the broker and the store of this run, as the demo does. */
export async function playThrough(context: DataContext, folder: string): Promise<Played> {
  const { brokers, mongodbUri, dir, say } = context;
  const workspace = await readWorkspace(folder);
  await prepareCluster(brokers);
  const tokens = randomTokens(['demo', 'reviewer']);
  const options = { root: repoRoot(), brokers, mongodbUri, workspace: folder, dir, port: () => 0 };
  const running = await startServices(tokens, { ...options, databasePrefix: `bench-${uniqueName()}` });
  try {
    const reports = await runDemo({
      running,
      kafka: { brokers: brokers.split(','), clientId: 'bench' },
      workspace,
      reviewerToken: tokens['reviewer'] ?? '',
      perSecond: 5,
      listener: terminalListener(say),
    });
    const sent = reports.filter(({ outcome }) => outcome === 'agent');
    const { wrongSends } = figures(reports, new Set(workspace.articles.map(({ articleId }) => articleId)));
    return {
      tickets: reports.length,
      sent: sent.length,
      precision: round(1 - wrongSends.hits / wrongSends.of, 4),
      outOfScopeSent: sent.filter(({ expect }) => expect?.intent === null).length,
    };
  } finally {
    await endServices(running);
  }
}
