import { until } from 'throughline/api';
import { arrivals } from './arrivals.ts';
import { type Pace, sendPaced } from './paced.ts';

/** From where to where, and how to know a record again at the end. */
export interface Trip extends Pace {
  /** Where it is waited for. */
  readonly topic: string;
  /** Which of the records sent a value that arrives comes from; undefined for others. */
  readonly numberOf: (value: string) => number | undefined;
  /** How long the last one may take, in milliseconds. */
  readonly withinMs?: number;
}

/** Milliseconds from each record's send call to the receipt of what came of it, read committed. @throws where one is missing */
export async function roundTrips(brokers: string, trip: Trip): Promise<number[]> {
  const arrived = new Map<number, number>();
  const reader = await arrivals(brokers, trip.topic, ({ value }) => {
    const n = trip.numberOf(value?.toString() ?? '');
    if (n !== undefined && !arrived.has(n)) arrived.set(n, performance.now());
  });
  try {
    const sent = await sendPaced(brokers, trip);
    const all = () => Promise.resolve(arrived.size >= trip.count ? true : undefined);
    await until(`${trip.count} records arrive`, all, trip.withinMs ?? 60_000);
    return sent.map((at, n) => (arrived.get(n) ?? NaN) - at);
  } finally {
    await reader.stop();
  }
}
