import { readTopic } from '@throughline/messaging';
import { contractOf } from '../hop.ts';

/** What a topic holds, as a reader of committed records sees it. */
export interface Log {
  /** When each record was appended, by the broker's clock; milliseconds, ascending. */
  readonly appended: readonly number[];
  /** Records whose event was there before. */
  readonly doubled: number;
}

/** Reads a benchmark topic from its start to where it ends now. */
export async function readLog(brokers: string, name: string): Promise<Log> {
  const appended: number[] = [];
  const ids = new Set<string>();
  const options = { brokers: brokers.split(','), clientId: 'bench-tool' };
  await readTopic(options, contractOf(name).topic, ({ timestamp, headers, place }) => {
    appended.push(Date.parse(timestamp));
    ids.add(headers['ce_id'] ?? `${place.partition}/${place.offset}`);
  });
  return { appended: appended.toSorted((a, b) => a - b), doubled: appended.length - ids.size };
}
