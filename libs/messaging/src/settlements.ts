import { type Actor, LetterSettled, type DataOf } from '@throughline/contracts';
import { placeText } from './letter.ts';
import type { KafkaOptions } from './kafka.ts';
import { rangesOf } from './offsets.ts';
import { readRanges } from './read-range.ts';

/** What became of a letter, the last time. `times`: how often it was settled. */
export interface Settlement {
  readonly action: DataOf<typeof LetterSettled>['action'];
  readonly by: Actor['id'];
  readonly at: string;
  readonly why: string;
  readonly times: number;
}

/** Settled letters by their place, as `placeText` writes it. A letter that is not among them is open. */
export type Settlements = ReadonlyMap<string, Settlement>;

/** How far the clocks of services and operators may differ. */
const clocksMs = 24 * 3_600_000;

/**
 * Reads which letters were settled, up to now; with `since`, which of those that were written since then (others may be
 * among them). A cluster whose topic for it isn't made yet has settled none.
 * @throws what Kafka throws
 */
export async function readSettlements(options: KafkaOptions, since?: Date): Promise<Settlements> {
  const result = new Map<string, Settlement>();
  // One command settles many letters with the same words: kept once.
  const texts = new Map<string, string>();
  const once = (text: string): string => texts.get(text) ?? (texts.set(text, text), text);
  // No letter is settled before it is written.
  const from = since && new Date(since.getTime() - clocksMs);
  await readRanges(options, await rangesOf(options, [LetterSettled.topic], from), ({ value }) => {
    const data = settledOf(value);
    if (!data) return;
    const { action, by, at, why } = data;
    const place = placeText(data.letter);
    result.set(place, { action, by: once(by.id), at, why: once(why), times: (result.get(place)?.times ?? 0) + 1 });
  });
  return result;
}

/** The data, or undefined for a record that is no such event: whatever else lies in the topic settles nothing. */
function settledOf(value: Buffer | null): DataOf<typeof LetterSettled> | undefined {
  try {
    return LetterSettled.schema.safeParse(JSON.parse(value?.toString('utf8') ?? 'null')).data;
  } catch {
    return undefined;
  }
}
