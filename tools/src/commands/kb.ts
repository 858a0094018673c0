import type { Command } from 'commander';
import { printJson } from '../output/print.ts';
import { waiting } from '../output/progress.ts';
import { counted } from '../output/counted.ts';

interface Options {
  readonly kb: string;
  readonly audit: string;
  readonly json?: true;
}

const kbUrl = ['--kb <url>', 'where kb-updater listens', 'http://127.0.0.1:4106'] as const;
const auditUrl = ['--audit <url>', 'where audit listens', 'http://127.0.0.1:4108'] as const;

/** `throughline kb list | show | retract` */
export function registerKb(program: Command): void {
  const kb = program.command('kb').description('the knowledge base; THROUGHLINE_TOKEN is a token of the services');
  kb.command('list')
    .description('the articles')
    .option('--status <status>', 'active, trial or retracted only')
    .option('--intent <id>', 'on this intent only')
    .option(...kbUrl)
    .option('--json', 'for programs')
    .action(list);
  kb.command('show <id>')
    .description('one article with its revisions, and how its tickets went on')
    .option(...kbUrl)
    .option('--json', 'for programs')
    .action(show);
  kb.command('retract <id>')
    .description('quote it no more, stop replies under way, ask for a review of those that went out, list its tickets')
    .requiredOption('--why <text>', 'for the people who look at those replies')
    .option(...kbUrl)
    .option(...auditUrl)
    .option('--json', 'for programs')
    .action(retract);
}

async function list({ kb, json, ...filter }: Options & { status?: string; intent?: string }): Promise<void> {
  const [{ articles }, { articleTable }] = await Promise.all([import('../kb/client.ts'), import('../kb/text.ts')]);
  const found = await articles(kb, filter);
  if (json) return printJson(found);
  console.log(found.length === 0 ? 'There are no such articles.' : articleTable(found));
}

async function show(id: string, { kb, json }: Options): Promise<void> {
  const [{ article }, { articleText }] = await Promise.all([import('../kb/client.ts'), import('../kb/text.ts')]);
  const found = await article(kb, id);
  if (json) return printJson(found);
  console.log(articleText(found));
}

async function retract(id: string, { kb, audit, why, json }: Options & { why: string }): Promise<void> {
  const [client, { ticketTable }] = await Promise.all([import('../kb/client.ts'), import('../kb/text.ts')]);
  // First what cannot be undone; the trail may be behind or away, and says the same later.
  const done = await waiting('retracting', () => client.retract(kb, id, why));
  const tickets = await waiting('asking the trail', () => client.ticketsCiting(audit, id));
  if (json) return printJson({ ...done, tickets });
  const { revision, changed, reviews } = done;
  console.log(
    changed
      ? `${id} is retracted (revision ${revision}); ${counted(reviews, 'review')} asked for in the queue 'knowledge'.`
      : `${id} was retracted before (revision ${revision}); ${counted(reviews, 'more review')} asked for.`,
  );
  console.log(tickets.length === 0 ? 'No ticket quotes it.' : ticketTable(tickets));
}
