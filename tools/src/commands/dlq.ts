import { userInfo } from 'node:os';
import { contracts, type Place } from '@throughline/contracts';
import { type Command, InvalidArgumentError } from 'commander';
import type { Filter } from '../dlq/filter.ts';
import type { ListOptions } from '../dlq/list.ts';
import type { Action } from '../dlq/settle.ts';
import { count, when } from './options.ts';
import { exit, UsageError } from '../exit.ts';
import { kafka, reaching } from '../local/brokers.ts';
import { print, printJson } from '../output/print.ts';

type Filters = Omit<Filter, 'places'>;
type Settle = Filters & {
  why?: string;
  by?: string;
  dryRun?: true;
  again?: true;
  everything?: true;
  rate?: number;
  limit?: number;
  json?: true;
};

/** `throughline dlq list | show | redrive | drop` */
export function registerDlq(program: Command): void {
  const dlq = program.command('dlq').description('dead letters: records that a service could not handle');
  filtered(dlq.command('list'))
    .description('the open ones, counted by cause')
    .option('--all', 'settled ones too')
    .option('--group', 'the causes alone')
    .option('--limit <n>', 'how many to show, the newest (default: 50; with --json all)', count)
    .option('--json', 'for programs: one object a line')
    .action(async (options: Filters & ListOptions) => {
      const { list } = await import('../dlq/list.ts');
      await reaching(() => list(kafka('throughline-dlq'), options, options));
    });
  dlq
    .command('show')
    .argument('<place>', 'topic/partition@offset, of a letter or of the record that it was made of')
    .description('everything of one letter')
    .option('--json', 'for programs')
    .action(async (at: string, { json = false }: { json?: boolean }) => {
      const [{ show }, [place]] = await Promise.all([import('../dlq/show.ts'), placesOf([at])]);
      await reaching(() => show(kafka('throughline-dlq'), place!, json));
    });
  settling(dlq.command('redrive'), 'redrive')
    .description('send letters back to the service that could not handle them, and to no other')
    .option('--rate <n>', 'letters a second at most', rate);
  settling(dlq.command('drop'), 'drop').description('say that letters need no more handling; they stay readable');
}

function filtered(command: Command): Command {
  return command
    .option('--service <name>', 'whose letters')
    .option('--topic <name>', 'of which topic or event, e.g. ticket.opened', topicOf)
    .option('--reason <text>', 'what the reason contains')
    .option('--code <code>', "the error's code, e.g. INVALID_DATA; none: those without")
    .option('--class <name>', "the error's class, e.g. TerminalError")
    .option('--key <key>', "the record's key, e.g. a customer's id")
    .option('--ticket <id>', 'of one ticket')
    .option('--since <when>', 'written since then: 2h, 3d, or 2026-03-02T08:00 (UTC)', when)
    .option('--until <when>', 'written before then', when);
}

function settling(command: Command, action: Action): Command {
  return filtered(command)
    .argument('[places...]', 'topic/partition@offset, of letters or of the records that they were made of')
    .option('--why <text>', 'why; it is kept with your name. Required, but for a dry run')
    .option('--by <name>', 'who (default: the user of this system)')
    .option('--everything', 'every open letter of the cluster: instead of places and filters')
    .option('--dry-run', 'say what would happen and change nothing')
    .option('--again', 'letters that are settled already, too')
    .option('--limit <n>', 'so many letters at most', count)
    .option('--json', 'for programs')
    .action((at: string[], options: Settle) => settle(action, at, options));
}

async function settle(action: Action, at: readonly string[], options: Settle): Promise<void> {
  const {
    why = '',
    by,
    everything = false,
    dryRun = false,
    again = false,
    rate: perSecond,
    limit,
    json,
    ...rest
  } = options;
  const [{ matchesAll }, { settleLetters }, { outcomeText }] = await Promise.all([
    import('../dlq/filter.ts'),
    import('../dlq/settle.ts'),
    import('../dlq/outcome.ts'),
  ]);
  const filter: Filter = { ...rest, places: await placesOf(at) };
  if (matchesAll(filter) !== everything) {
    throw new UsageError('Say which letters: a place, a filter (see --help), or else --everything.');
  }
  if (!dryRun && why.trim() === '') throw new UsageError('Say why: --why "…". It is kept with your name.');
  const grounds = { by: { kind: 'human', id: by ?? me() }, why: why.trim().slice(0, 2000) } as const;
  const stop = new AbortController();
  // What is under way is one transaction: it is finished. A second signal ends the process at once, and that is safe too.
  const signals = ['SIGINT', 'SIGTERM'] as const;
  for (const signal of signals) process.once(signal, () => stop.abort());
  const wanted = { action, filter, grounds, dryRun, again, rate: perSecond, limit, signal: stop.signal };
  const outcome = await reaching(() => settleLetters(kafka('throughline-dlq'), wanted));
  await (json ? printJson(outcome) : print(outcomeText(outcome)));
  if (outcome.interrupted) process.exitCode = exit.interrupted;
  else if (outcome.refusals > 0) process.exitCode = exit.partly;
}

function me(): string {
  try {
    return userInfo().username;
  } catch {
    throw new UsageError('This system does not know who you are: say it with --by NAME.');
  }
}

async function placesOf(texts: readonly string[]): Promise<Place[]> {
  const { parsePlace } = await import('@throughline/messaging');
  return texts.map((text) => {
    const place = parsePlace(text);
    if (!place)
      throw new UsageError(`'${text}' is no place: expected topic/partition@offset, as \`dlq list\` shows it.`);
    return place;
  });
}

function rate(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('expected letters a second, more than 0');
  return value;
}

/** The topic of an event by its name; any other text is a topic's own name. */
const topicOf = (text: string): string => contracts.find((c) => c.name === text)?.topic ?? text;
