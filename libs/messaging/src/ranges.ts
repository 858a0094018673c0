import type { KafkaOptions } from './kafka.ts';
import { rangesOf } from './offsets.ts';
import { type Each, readRanges } from './read-range.ts';

/** What lies in some topics. */
export interface Log {
  /** How many records there are at most: markers of transactions count too. */
  readonly total: number;
  /** Reads them, each partition in order, up to where it ended when the log was opened; false ends the reading. */
  readonly read: (each: Each) => Promise<void>;
}

/** Finds what is committed in topics now, or what was written from `since` on. @throws what Kafka throws */
export async function openLog(options: KafkaOptions, topics: readonly string[], since?: Date): Promise<Log> {
  const ranges = await rangesOf(options, topics, since);
  return {
    total: ranges.reduce((sum, { from, to }) => sum + Number(to - from), 0),
    read: (each) => readRanges(options, ranges, each),
  };
}

/** Reads all that is committed in a topic now; `each` ends the reading by giving false. @throws what Kafka and `each` throw */
export const readTopic = async (options: KafkaOptions, topic: string, each: Each): Promise<void> =>
  readRanges(options, await rangesOf(options, [topic]), each);
