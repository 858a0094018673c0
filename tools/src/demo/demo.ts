import { rmSync } from 'node:fs';
import { once } from 'node:events';
import { join, resolve } from 'node:path';
import { contracts, coreServices, services } from '@throughline/contracts';
import { applyTopics, topicConfigs } from '@throughline/messaging';
import { readWorkspace } from '@throughline/workspace';
import { pc } from '../output/colours.ts';
import { defaultPort } from '../local/ports.ts';
import { endServices, randomTokens, type Running, startServices } from '../local/services.ts';
import { repoRoot } from '../root.ts';
import { containersWithoutJdk } from '../stack/containers.ts';
import { stackUp } from '../stack.ts';
import { forget, forgetOtherWorkspace, remember } from './data.ts';
import { runDemo, writeReport } from './run.ts';
import { terminalListener } from './terminal.ts';

/** The flags of `throughline demo`. */
export interface DemoOptions {
  readonly workspace: string;
  readonly once?: boolean;
  readonly fresh?: boolean;
  readonly rate: number;
  readonly report?: string;
}

/** Stack, services, topics, waves, report; then stays up until Ctrl-C, or ends with `--once`. */
export async function demo(options: DemoOptions): Promise<void> {
  const root = repoRoot();
  const startedAt = new Date();
  const listener = terminalListener();
  const folder = resolve(options.workspace);
  // First of all: a mistake in it costs no waiting.
  const workspace = await readWorkspace(folder);

  const upped = listener.step('Kafka and MongoDB');
  const stopContainers = await containersWithoutJdk(root);
  const stack = await stackUp();
  upped(`${stack.brokers}, ${stack.mongodbUri}`);
  let running: Running | undefined;
  const stop = async (): Promise<void> => {
    if (running) await endServices(running);
    await stack.stop();
    await stopContainers?.();
  };
  const interrupt = new AbortController();
  const interrupted = untilInterrupted().then(() => interrupt.abort(new Error('Interrupted.')));
  try {
    const kafka = { brokers: stack.brokers.split(','), clientId: 'throughline-demo' };
    const data = { root, kafka, mongodbUri: stack.mongodbUri, folder };
    if (options.fresh) await forget(data);
    else await forgetOtherWorkspace(data, listener.note);
    // Without endpoints there is nothing to post.
    const endpoints = process.env['WEBHOOKS_FILE'];
    const more = endpoints ? (['webhooks'] as const) : [];
    const topics = listener.step('topics');
    const made = await applyTopics(
      kafka,
      topicConfigs(contracts, [...coreServices, ...more.map((name) => services[name])], {
        partitions: 6,
        replicationFactor: 1,
      }),
    );
    remember(data);
    topics(`${made.length} made`);

    const tokens = randomTokens(['demo', 'maria']);
    const dir = join(root, '.throughline/demo/logs');
    rmSync(dir, { recursive: true, force: true });
    const up = listener.step(endpoints ? 'nine services' : 'eight services');
    const run = {
      root,
      brokers: stack.brokers,
      mongodbUri: stack.mongodbUri,
      workspace: folder,
      dir,
      port: defaultPort,
      signal: interrupt.signal,
      ...(endpoints && { env: { WEBHOOKS_FILE: resolve(endpoints) } }),
    };
    running = await startServices(tokens, run, undefined, more);
    up('each in its own process');

    const work = runDemo({
      running,
      kafka,
      workspace,
      reviewerToken: tokens['maria'] ?? '',
      perSecond: options.rate,
      listener,
    });
    const tickets = await Promise.race([work, interrupted.then(() => Promise.reject(new Error('Interrupted.')))]);
    if (options.report) writeReport(options.report, workspace, startedAt, tickets);
    const seconds = ((Date.now() - startedAt.getTime()) / 1000).toFixed(0);
    listener.note(`${pc.bold(`Done in ${seconds} s.`)}${options.report ? ` Report: ${options.report}` : ''}`);
    if (!options.once) {
      listener.note(whereToLook(running, tokens['demo'] ?? '', dir, tickets[0]?.ticketId ?? ''));
      await interrupted;
    }
  } finally {
    await stop();
  }
}

/** Resolves at the first Ctrl-C or SIGTERM. */
const untilInterrupted = (): Promise<unknown> => Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')]);

function whereToLook(running: Running, token: string, logs: string, ticketId: string): string {
  const get = (url: string): string => `    curl -H 'authorization: Bearer ${token}' '${url}'`;
  return [
    '',
    "  Where to look next (the token is this run's own):",
    '  one ticket, every step:',
    get(`${running.audit.api.url}/v1/tickets/${ticketId}/timeline?data=true`),
    '  what waits for people:',
    get(`${running.desk.api.url}/v1/queues`),
    '  what customers got:',
    get(`${running.intake.api.url}/v1/mailbox`),
    `  logs: ${logs}`,
    '',
    '  Ctrl-C ends the services, and the stack if this run started it.',
  ].join('\n');
}
