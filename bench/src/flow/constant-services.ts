import { join } from 'node:path';
import { contracts, coreServices, KbArticle, type ServiceName } from '@throughline/contracts';
import { applyTopics, sendRecords, stamp, topicConfigs } from '@throughline/messaging';
import { activatePolicy } from 'throughline/load-workspace';
import { repoRoot } from 'throughline/root';
import { randomTokens, type RunningService, startService } from 'throughline/services';
import { articles } from './constants.ts';

export { routineMessage, type Routine } from './message.ts';

/** Where the services run, and how many of each. */
export interface ConstantOptions {
  /** host:port,host:port */
  readonly brokers: string;
  readonly mongodbUri: string;
  /** Logs go here, one file an instance. */
  readonly dir: string;
  /** Of every service; they are named 0, 1, … */
  readonly instances?: number;
  /** Sets the databases of this run apart; left out, the services' own defaults. */
  readonly databasePrefix?: string;
  /** More environment for every service, e.g. `PLAN_SCALE`. */
  readonly env?: Record<string, string>;
  /** Who may call the HTTP APIs, by name; needed where an instance is started again. Random ones where left out. */
  readonly tokens?: Record<string, string>;
  /** Ends a start under way when aborted. */
  readonly signal?: AbortSignal;
}

/** One instance of a service. `process` is its own child process; `end(signal)` ends it. */
export type ConstantService = RunningService & { readonly instance: string };

/** The articles that {@link prepareCluster} sends, once each. */
export const preparedArticles: ReadonlySet<string> = new Set(articles.keys());

/** Makes the topics, the default policy and the articles that are quoted: what the services need before they start. */
export async function prepareCluster(brokers: string, { partitions = 6, replicationFactor = 1 } = {}): Promise<void> {
  const kafka = { brokers: brokers.split(','), clientId: 'bench' };
  await applyTopics(kafka, topicConfigs(contracts, coreServices, { partitions, replicationFactor }));
  await activatePolicy(kafka, undefined, { kind: 'human', id: 'bench' });
  const kb = { name: 'bench', emits: [KbArticle] };
  await sendRecords(
    kafka,
    [...articles.values()].map((article) => stamp(kb, KbArticle.of(article))),
  );
}

const started = new Set<ConstantService['process']>();
// Whoever started them may be ended by a signal.
process.once('exit', () => started.forEach((child) => child.kill('SIGKILL')));

/** Starts one instance with constants for models, as it is deployed in all else; resolves when it is ready. */
export async function startConstantService(
  name: ServiceName,
  instance: string,
  { brokers, mongodbUri, dir, databasePrefix, env, signal, tokens = randomTokens(['bench']) }: ConstantOptions,
): Promise<ConstantService> {
  const root = repoRoot();
  const options = {
    root,
    brokers,
    mongodbUri,
    dir,
    ...(databasePrefix && { databasePrefix }),
    ...(env && { env }),
    ...(signal && { signal }),
    // Not read: there is nothing to learn.
    workspace: join(root, 'workspaces/demo-store'),
    port: () => 0,
    main: join(root, 'bench/dist/flow/constant-service.js'),
  };
  const service = await startService(name, tokens, options, instance);
  started.add(service.process);
  service.process.once('exit', () => started.delete(service.process));
  return Object.assign(service, { instance });
}

/** The flow's services, every instance in a process of its own. */
export interface ConstantServices {
  readonly all: readonly ConstantService[];
  /** Ends them all and resolves when they are gone. */
  end(): Promise<void>;
}

/** Starts every instance of every service; what was started is ended where one fails. {@link prepareCluster} comes first. */
export async function startConstantServices(options: ConstantOptions): Promise<ConstantServices> {
  const names: ServiceName[] = coreServices.map((s) => s.name);
  const all: ConstantService[] = [];
  const end = async (): Promise<void> => void (await Promise.all(all.map((s) => s.end())));
  try {
    // A row of instances after the other: sixteen starts at once would take each other's time.
    for (let i = 0; i < (options.instances ?? 1); i++) {
      // oxlint-disable-next-line no-await-in-loop -- see above
      const row = await Promise.allSettled(names.map((name) => startConstantService(name, String(i), options)));
      all.push(...row.flatMap((s) => (s.status === 'fulfilled' ? [s.value] : [])));
      const failed = row.find((s) => s.status === 'rejected');
      if (failed) throw failed.reason;
    }
  } catch (error) {
    await end();
    throw error;
  }
  return { all, end };
}
