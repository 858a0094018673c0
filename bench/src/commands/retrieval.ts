import { join } from 'node:path';
import { KbArticle } from '@throughline/contracts';
import { sendRecords, stamp } from '@throughline/messaging';
import { SentenceEmbedder, cleanMessage, HybridRetriever, sentences } from '@throughline/models';
import { readWorkspace } from '@throughline/workspace';
import { repoRoot } from 'throughline/root';
import { randomTokens, startService } from 'throughline/services';
import { prepareCluster } from '../flow/constant-services.ts';
import { residentMb } from '../resident.ts';
import { corpus, passagesPerArticle, seeded } from '../retrieval/corpus.ts';
import { quantiles, round } from '../stats.ts';
import type { Context } from './context.ts';

/** What `retrieval` found for one size of the knowledge base. */
export interface RetrievalRow {
  readonly passages: number;
  /** MiB in the log. */
  readonly logMb: number;
  /** From the start of the drafter's process until it is ready, and what its process then holds. */
  readonly startSeconds: number;
  readonly rssMb: number;
  /** One search, milliseconds, the embedding of the message in it; `long` are messages of eight sentences and more. */
  readonly search: ReturnType<typeof quantiles>;
  readonly long: ReturnType<typeof quantiles>;
}

export interface RetrievalResult {
  readonly rows: readonly RetrievalRow[];
}

/** The drafter's knowledge base at several sizes: its start from the log, its memory, and a search. */
export async function retrieval(context: Context): Promise<RetrievalResult> {
  const root = repoRoot();
  const dir = join(root, 'workspaces/demo-store');
  const workspace = await readWorkspace(dir);
  const embedder = await SentenceEmbedder.load(join(root, '.throughline/models'));
  const known = workspace.articles.flatMap(({ body }) => sentences(body));
  const messages = workspace.tickets.map((ticket) => cleanMessage(ticket));
  await prepareCluster(context.brokers);
  const rows: RetrievalRow[] = [];
  let sent = 0;
  for (const passages of context.quick ? [400] : [200, 2_000, 20_000]) {
    /* oxlint-disable no-await-in-loop -- one size after the other: the log grows */
    const articles = corpus(passages / passagesPerArticle, known, embedder);
    await publish(context.brokers, articles.slice(sent));
    sent = articles.length;
    const started = await start(context, dir);
    const retriever = new HybridRetriever(embedder);
    for (const article of articles) await retriever.put(article);
    const times = await searches(retriever, messages);
    const logMb = round(Buffer.byteLength(JSON.stringify(articles)) / 2 ** 20);
    const row = { passages, logMb, ...started, search: quantiles(times.all), long: quantiles(times.long) };
    rows.push(row);
    context.say(`${passages} passages: ready in ${row.startSeconds} s, ${row.rssMb} MiB, p99 ${row.search.p99} ms`);
  }
  return { rows };
}

const tool = { name: 'bench', emits: [KbArticle] };

async function publish(brokers: string, articles: ReturnType<typeof corpus>): Promise<void> {
  const kafka = { brokers: brokers.split(','), clientId: 'bench' };
  for (let n = 0; n < articles.length; n += 250) {
    await sendRecords(
      kafka,
      articles.slice(n, n + 250).map((article) => stamp(tool, KbArticle.of(article))),
    );
  }
}

/** The drafter as it is deployed, until it has read all of the log. */
async function start({ brokers, mongodbUri, dir }: Context, workspace: string) {
  const began = performance.now();
  const options = { root: repoRoot(), brokers, mongodbUri, dir, workspace, port: () => 0 };
  const service = await startService('drafter', randomTokens(['bench']), options);
  const startSeconds = round((performance.now() - began) / 1000);
  const rssMb = Math.round(residentMb(service.process.pid ?? 0));
  await service.end();
  return { startSeconds, rssMb };
}

/** Every message once, in random order, after a tenth of them to warm up. */
async function searches(retriever: HybridRetriever, messages: readonly string[]) {
  const random = seeded(2);
  const order = messages.map((text) => ({ text, at: random() })).toSorted((a, b) => a.at - b.at);
  const search = async ({ text, at }: (typeof order)[number]): Promise<number> => {
    const began = performance.now();
    await retriever.search(text, { k: 16, intent: `intent-${Math.floor(at * 150)}` });
    return performance.now() - began;
  };
  const all: number[] = [];
  const long: number[] = [];
  for (const message of order.slice(0, order.length / 10)) await search(message);
  for (const message of order) {
    const took = await search(message);
    all.push(took);
    if (sentences(message.text).length >= 8) long.push(took);
  }
  return { all, long };
}
