import type { Place } from '@throughline/contracts';
import { type Letter, letterOf, letterTopic } from './letter.ts';
import type { KafkaOptions } from './kafka.ts';
import { rangesOf } from './offsets.ts';
import { type Range, readRanges } from './read-range.ts';
import type { IncomingRecord } from './record.ts';
import { existingTopics } from './topics.ts';

/** Which dead-letter topics to read; left out, all. */
export interface LetterQuery {
  readonly service?: string | undefined;
  /** The topic that the service reads, not that of its dead letters. */
  readonly topic?: string | undefined;
  /** Only what was written since then. */
  readonly since?: Date | undefined;
  /** Places of letters, or of the records that they were made of: read no more than is needed to find them. */
  readonly places?: readonly Place[] | undefined;
}

/** A stretch of dead letters to read. */
export interface LetterBox {
  /** How many records it holds at most: markers of transactions count too. */
  readonly total: number;
  /** Reads them, those of one topic in order, up to where they ended when the box was opened; false ends the reading. */
  readonly read: (
    each: (letter: Letter, record: IncomingRecord) => Promise<boolean | void> | boolean | void,
  ) => Promise<void>;
}

/**
 * Finds the cluster's dead-letter topics, those of services that Throughline doesn't know too.
 * @throws Error where there is none for this service and topic, with those that there are; what Kafka throws
 */
export async function openLetters(options: KafkaOptions, query: LetterQuery = {}): Promise<LetterBox> {
  const { service, topic, since, places = [] } = query;
  const all = [...(await existingTopics(options))].flatMap((name) => letterTopic(name) ?? []);
  const ofService = all.filter((t) => service === undefined || t.service === service);
  if (ofService.length === 0) {
    const known = [...new Set(all.map((t) => t.service))].toSorted();
    throw new Error(
      known.length === 0
        ? 'The cluster has no dead-letter topics: run `npx throughline topics apply`.'
        : `There are no dead letters of a service '${service}': there are those of ${known.join(', ')}.`,
    );
  }
  const chosen = ofService.filter((t) => topic === undefined || t.topic === topic);
  if (chosen.length === 0) {
    const topics = [...new Set(ofService.map((t) => t.topic))].toSorted();
    throw new Error(`There are no dead letters of a topic '${topic}': there are those of ${topics.join(', ')}.`);
  }
  const names = new Set(places.map((p) => p.topic));
  const needed = places.length === 0 ? chosen : chosen.filter((t) => names.has(t.dlq) || names.has(t.topic));
  const whole = await rangesOf(
    options,
    needed.map((t) => t.dlq),
    since,
  );
  const ranges = whole.flatMap((range) => around(range, places));
  return {
    total: ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0),
    read: (each) => readRanges(options, ranges, (record) => each(letterOf(record), record)),
  };
}

/** A stretch of dead letters without what lies before the first and after the last of these places, where all are in it. */
function around(range: Range, places: readonly Place[]): Range[] {
  if (places.length === 0 || places.some((p) => letterTopic(p.topic) === undefined)) return [range];
  const offsets = places
    .filter((p) => p.topic === range.topic && p.partition === range.partition)
    .map((p) => BigInt(p.offset))
    .filter((offset) => offset >= range.from && offset < range.to)
    .toSorted((a, b) => (a < b ? -1 : 1));
  const [first, last] = [offsets[0], offsets.at(-1)];
  return first === undefined || last === undefined ? [] : [{ ...range, from: first, to: last + 1n }];
}

/** The record at a place, or undefined where there is none (any more). @throws what Kafka throws */
export async function recordAt(options: KafkaOptions, place: Place): Promise<IncomingRecord | undefined> {
  const offset = BigInt(place.offset);
  const ranges = await rangesOf(options, [place.topic]);
  const there = ranges.find((r) => r.partition === place.partition && r.from <= offset && offset < r.to);
  let found: IncomingRecord | undefined;
  if (there)
    await readRanges(options, [{ ...there, from: offset, to: offset + 1n }], (record) => void (found = record));
  return found;
}
