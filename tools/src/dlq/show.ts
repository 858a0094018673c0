import type { Place } from '@throughline/contracts';
import {
  type IncomingRecord,
  type KafkaOptions,
  type Letter,
  letterOf,
  openLetters,
  placeText,
  readSettlements,
  recordAt,
  type Settlement,
} from '@throughline/messaging';
import { pc } from '../output/colours.ts';
import { print } from '../output/print.ts';
import { waiting } from '../output/progress.ts';
import { visible } from '../output/visible.ts';

/** A letter with all that it holds. */
export interface Shown {
  readonly letter: Letter;
  readonly record: IncomingRecord;
  readonly settled: Settlement | undefined;
}

/**
 * `dlq show`: the letter at a place, or, where the place is that of another record, every letter that was made of it.
 * @throws Error where there is none
 */
export async function show(kafka: KafkaOptions, place: Place, json: boolean): Promise<void> {
  const found = await waiting('looking for it', () => find(kafka, place));
  const first = found.map(({ letter }) => letter.at).toSorted()[0];
  const settlements = await readSettlements(kafka, first === undefined ? undefined : new Date(first));
  for (const { letter, record } of found) {
    const shown = { letter, record, settled: settlements.get(placeText(letter.place)) };
    // oxlint-disable-next-line no-await-in-loop -- in order
    await print(json ? JSON.stringify(asJson(shown), undefined, 2) : asText(shown));
  }
}

async function find(kafka: KafkaOptions, place: Place): Promise<Omit<Shown, 'settled'>[]> {
  const wanted = placeText(place);
  if (place.topic.endsWith('.dlq')) {
    const record = await recordAt(kafka, place);
    if (record) return [{ letter: letterOf(record), record }];
    throw new Error(`There is no letter at ${wanted}: \`npx throughline dlq list --all\` shows where they lie.`);
  }
  const found: Omit<Shown, 'settled'>[] = [];
  const box = await openLetters(kafka, { topic: place.topic });
  await box.read((letter, record) => {
    if (letter.origin && placeText(letter.origin) === wanted) found.push({ letter, record });
  });
  if (found.length === 0) throw new Error(`No letter was made of the record at ${wanted}.`);
  return found;
}

function asJson({ letter, record, settled }: Shown): object {
  const text = record.value && utf8(record.value);
  return {
    ...letter,
    place: placeText(letter.place),
    origin: letter.origin && placeText(letter.origin),
    settled,
    headers: record.headers,
    value: text ?? record.value?.toString('base64') ?? null,
    encoding: record.value && text === undefined ? 'base64' : 'utf8',
  };
}

/** All of a letter, for people. What others wrote is shown with its control characters as escapes. */
export function asText({ letter, record, settled }: Shown): string {
  const error = [letter.errorClass, letter.errorCode].filter((part) => part !== undefined).join(' ');
  const fields: [string, string | undefined][] = [
    ['letter', placeText(letter.place)],
    ['made of', letter.origin && placeText(letter.origin)],
    ['written', letter.at],
    ['service', letter.service],
    ['error', error],
    ['reason', letter.reason],
    ['tries', String(letter.attempts)],
    [
      'redriven',
      letter.redrives > 0 ? `${letter.redrives} times before, the last time as ${letter.redriveOf}` : undefined,
    ],
    ['ticket', letter.ticketId],
    ['key', letter.key],
    ['state', settled ? `${settled.action} by ${settled.by} at ${settled.at}: ${settled.why}` : 'open'],
  ];
  const own = Object.entries(record.headers).filter(([name]) => !name.startsWith('dlq-'));
  const stack = record.headers['dlq-stack'];
  return [
    pairs(fields),
    section('headers', pairs(own)),
    section(valueTitle(letter), valueText(record.value)),
    ...(stack ? [section('stack', visible(stack, { lines: true }))] : []),
    '',
  ].join('\n');
}

const section = (title: string, text: string): string => `\n${pc.bold(title)}\n${text.replace(/^/gm, '  ')}`;

function pairs(fields: readonly (readonly [string, string | undefined])[]): string {
  const there = fields.flatMap(([name, text]) => (text ? [[visible(name), visible(text)] as const] : []));
  const width = Math.max(0, ...there.map(([name]) => name.length));
  return there.map(([name, text]) => `${pc.dim(name.padEnd(width))}  ${text}`).join('\n');
}

const valueTitle = ({ bytes }: Letter): string =>
  bytes === null ? 'value' : `value, ${bytes.toLocaleString('en')} bytes`;

function valueText(value: Buffer | null): string {
  if (value === null)
    return 'None: the record was a tombstone, or too large to be kept here. It lies where it was made of.';
  const text = utf8(value);
  if (text === undefined) return `No UTF-8; base64: ${value.toString('base64')}`;
  try {
    return visible(JSON.stringify(JSON.parse(text), undefined, 2), { lines: true });
  } catch {
    return visible(text, { lines: true });
  }
}

function utf8(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
