import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { services } from '@throughline/contracts';
import { consumerLag, type KafkaOptions } from '@throughline/messaging';
import type { SampleTicket, Workspace } from '@throughline/workspace';
import { type Api, until } from '../local/api.ts';
import { activatePolicy, loadWorkspace } from '../local/load-workspace.ts';
import type { Running } from '../local/services.ts';
import { flows, timeline } from './flow-client.ts';
import { Reviewer, send, settle, turnsOf } from './play.ts';
import { ticketReport, type TicketReport, totals, waves } from './report.ts';
import { figures, missOf } from './verdict.ts';

/** What the demo tells while it runs. */
export interface Listener {
  /** A step that takes a moment begins; call what it gives back when it is done. */
  step(text: string): (done?: string) => void;
  wave(wave: number, of: number): { sent(n: number): void; settled(n: number): void; done(): void };
  summary(wave: number, reports: readonly TicketReport[]): void;
  /** At the end: how all of it compares with what the workspace expects; `own` are the articles that it has itself. */
  verdict(reports: readonly TicketReport[], own: ReadonlySet<string>): void;
  note(text: string): void;
}

/** Where everything is reached, and how fast to play. */
export interface DemoRun {
  readonly running: Running;
  readonly kafka: KafkaOptions;
  readonly workspace: Workspace;
  readonly reviewerToken: string;
  readonly perSecond: number;
  readonly listener: Listener;
}

interface Articles {
  articleId: string;
  revision: number;
  status: string;
}

const listArticles = (kb: Api): Promise<Articles[]> => kb.get('/v1/articles');

/** Resolves when the drafter can quote every article that kb-updater has; gives how many. */
async function untilIndexed({ running, kafka }: DemoRun): Promise<number> {
  const group = services['kb-updater'].name;
  const topics = services['kb-updater'].consumes.map((c) => c.topic);
  return until('the drafter has every article', async () => {
    const lag = await consumerLag(kafka, group, topics);
    if (Object.values(lag).some((n) => n > 0)) return undefined;
    const articles = (await listArticles(running['kb-updater'].api)).filter((a) => a.status !== 'retracted');
    const index = (await running.drafter.api.get<{ articles: Record<string, number> }>('/v1/index')).articles;
    return articles.every((a) => index[a.articleId] === a.revision) ? articles.length : undefined;
  });
}

/** Plays the workspace through the running services. @returns a report a ticket @throws where a ticket is stuck */
export async function runDemo(run: DemoRun): Promise<TicketReport[]> {
  const { running, kafka, workspace, listener } = run;
  const loaded = listener.step(
    `loading ${workspace.customers.length} customers and ${workspace.articles.length} articles`,
  );
  const version = await activatePolicy(kafka, workspace.policySource, { kind: 'human', id: 'demo' });
  await loadWorkspace(workspace, running.intake.api, running['kb-updater'].api);
  let known = await untilIndexed(run);
  loaded(`policy ${version}`);

  const reports: TicketReport[] = [];
  const reviewer = new Reviewer(workspace.reviews, running.desk.api.as(run.reviewerToken));
  const before: SampleTicket[] = [];
  for (const [wave, messages] of waves(workspace)) {
    const played = await playWave(run, reviewer, wave, messages, before);
    before.push(...messages);
    reports.push(...played);
    listener.summary(wave, played);
    const now = await untilIndexed(run);
    if (now > known) listener.note(`${now - known} articles learned from people's answers.`);
    known = now;
  }
  for (const reason of reviewer.refused) listener.note(`A decision of reviews.jsonl was not taken: ${reason}`);
  listener.verdict(reports, articlesOf(workspace));
  return reports;
}

async function playWave(
  { running, perSecond, listener }: DemoRun,
  reviewer: Reviewer,
  wave: number,
  messages: SampleTicket[],
  before: readonly SampleTicket[],
): Promise<TicketReport[]> {
  const earlier = (await flows(running.audit.api)).length;
  if (wave === 1 && earlier > 0)
    listener.note(`${earlier} tickets were played before and are not played again (--fresh forgets them).`);
  const all = turnsOf([...before, ...messages]);
  const turns = new Map([...turnsOf(messages).keys()].map((id) => [id, all.get(id) ?? 1]));
  const bar = listener.wave(wave, turns.size);
  await Promise.all([
    send(messages, running.intake.api, perSecond, (n) => bar.sent(n)),
    settle(turns, running.audit.api, undefined, (n) => bar.settled(n)),
  ]);
  // People come in when the agents are done: what they teach is for the next wave.
  await settle(turns, running.audit.api, reviewer, (n) => bar.settled(n));
  bar.done();
  const lasts = [...turns.keys()].map((id) => messages.findLast((m) => m.ticketId === id) as SampleTicket);
  return Promise.all(lasts.map(async (m) => ticketReport(m, await timeline(running.audit.api, m.ticketId))));
}

const articlesOf = ({ articles }: Workspace): Set<string> => new Set(articles.map(({ articleId }) => articleId));

/** Writes `--report FILE`. */
export function writeReport(file: string, workspace: Workspace, startedAt: Date, tickets: TicketReport[]): void {
  const seconds = (Date.now() - startedAt.getTime()) / 1000;
  const judged = tickets.map((ticket) => ({ ...ticket, miss: missOf(ticket) ?? null }));
  const counted = { totals: totals(tickets), figures: figures(tickets, articlesOf(workspace)) };
  const head = { workspace: workspace.name, startedAt, seconds, ...counted };
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ ...head, tickets: judged }, null, 2)}\n`);
}
