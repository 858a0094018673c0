import {
  type KafkaOptions,
  type Letter,
  openLetters,
  placeText,
  readSettlements,
  type Settlement,
} from '@throughline/messaging';
import { type Filter, matches } from './filter.ts';
import { codeOf, type Group, Groups } from './groups.ts';
import { print } from '../output/print.ts';
import { progress } from '../output/progress.ts';
import { shortened, visible } from '../output/visible.ts';
import { letters, table } from './table.ts';

export interface ListOptions {
  /** Settled letters too. */
  readonly all?: boolean;
  /** Count them by cause and show no single letters. */
  readonly group?: boolean;
  /** How many letters to show, the newest; all of them with `json`, where left out. */
  readonly limit?: number | undefined;
  /** A letter a line, or, with `group`, a group a line, as JSON. */
  readonly json?: boolean;
}

/** A letter and what became of it; the latter is undefined while it is open. */
export interface Listed {
  readonly letter: Letter;
  readonly settled: Settlement | undefined;
}

/** Reads the letters that a filter matches, once, and keeps none. */
async function eachListed(
  kafka: KafkaOptions,
  filter: Filter,
  { all, quiet = false }: { all: boolean; quiet?: boolean },
  each: (listed: Listed) => Promise<void> | void,
): Promise<void> {
  const box = await openLetters(kafka, filter);
  const settlements = await readSettlements(kafka, filter.since);
  const bar = progress('read', box.total, quiet);
  let found = 0;
  try {
    await box.read(async (letter) => {
      bar.step();
      const settled = settlements.get(placeText(letter.place));
      if ((settled && !all) || !matches(filter, letter)) return;
      bar.say(`read · ${letters(++found)} found`);
      await each({ letter, settled });
    });
  } finally {
    bar.stop();
  }
}

/** `dlq list` */
export async function list(kafka: KafkaOptions, filter: Filter, options: ListOptions): Promise<void> {
  const { all = false, group = false, json = false } = options;
  const limit = options.limit ?? (json ? Infinity : 50);
  const streams = json && !group && limit === Infinity;
  const groups = new Groups();
  const newest = new Newest(limit);
  let total = 0;
  // A bar and letters on one terminal would be written over each other.
  const quiet = streams && process.stdout.isTTY;
  await eachListed(kafka, filter, { all, quiet }, async (listed) => {
    total++;
    if (group || !json) groups.add(listed.letter);
    if (group) return;
    if (streams) await print(asJson(listed));
    else newest.add(listed);
  });
  if (json) {
    for (const line of group ? groups.all().map((g) => JSON.stringify(g)) : newest.all().map(asJson)) {
      // oxlint-disable-next-line no-await-in-loop -- as fast as the reader takes it
      await print(line);
    }
    return;
  }
  await print(asText({ all, total, groups: groups.all(), shown: group ? undefined : newest.all() }));
}

/** Keeps the newest few of any number. */
class Newest {
  private kept: Listed[] = [];

  constructor(private readonly limit: number) {}

  add(listed: Listed): void {
    this.kept.push(listed);
    if (this.kept.length >= this.limit * 2 + 1_000) this.kept = this.all();
  }

  all(): Listed[] {
    const sorted = this.kept.toSorted((a, b) => (a.letter.at < b.letter.at ? -1 : a.letter.at > b.letter.at ? 1 : 0));
    return this.limit === 0 ? [] : sorted.slice(-this.limit);
  }
}

const asJson = ({ letter, settled }: Listed): string =>
  JSON.stringify({
    ...letter,
    place: placeText(letter.place),
    origin: letter.origin && placeText(letter.origin),
    settled,
  });

/** What `list` shows to people: the letters, oldest first, and their causes. `shown` undefined: the causes alone. */
export function asText(of: { all: boolean; total: number; groups: Group[]; shown: Listed[] | undefined }): string {
  const what = of.all ? 'dead ' : 'open dead ';
  if (of.total === 0) return `No ${what}letters.`;
  const parts: string[] = [];
  if (of.shown && of.shown.length > 0) {
    const heading = ['time', 'service', 'place', 'error', 'reason', 'ticket', ...(of.all ? ['settled'] : [])];
    parts.push(
      table(
        heading,
        of.shown.map((listed) => row(listed, of.all)),
      ),
    );
  }
  const hidden = of.shown ? of.total - of.shown.length : 0;
  const note = hidden > 0 ? `, the newest ${of.shown?.length} shown: --limit for more` : '';
  parts.push(`${letters(of.total).replace(' ', ` ${what}`)}${note}`);
  parts.push(table(['letters', 'service', 'topic', 'error', 'reason', 'first', 'last'], of.groups.map(groupRow)));
  return parts.join('\n\n');
}

const time = (iso: string): string => iso.slice(0, 19).replace('T', ' ');

function row({ letter, settled }: Listed, all: boolean): string[] {
  return [
    time(letter.at),
    letter.service,
    placeText(letter.place),
    visible(codeOf(letter)),
    shortened(`${letter.redrives > 0 ? `(redrive ${letter.redrives}) ` : ''}${letter.reason}`, 60),
    shortened(letter.ticketId ?? '', 30),
    ...(all ? [settled ? `${settled.action} by ${visible(settled.by)}` : 'open'] : []),
  ];
}

const groupRow = (g: Group): string[] => [
  String(g.letters),
  g.service,
  g.topic,
  visible(g.code),
  shortened(g.reason, 60),
  time(g.first),
  time(g.last),
];
