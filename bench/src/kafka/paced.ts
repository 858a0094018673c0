import { setTimeout as delay } from 'node:timers/promises';
import type { OutgoingRecord } from '@throughline/messaging';
import { Partitioners } from 'kafkajs';
import { client } from './client.ts';

/** What is sent, and how fast. */
export interface Pace {
  readonly perSecond: number;
  readonly count: number;
  /** Makes the n-th record, at the time when it is sent. */
  readonly make: (n: number) => OutgoingRecord;
}

/**
 * Sends records by the clock, whatever became of those before (an open loop: a slow system gets no mercy). Resolves to
 * the time at which each was sent, in milliseconds.
 */
export async function sendPaced(brokers: string, { perSecond, count, make }: Pace): Promise<number[]> {
  const producer = client(brokers).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  const sent: number[] = [];
  const pending: Promise<unknown>[] = [];
  const start = performance.now();
  while (sent.length < count) {
    const due = Math.min(count, Math.floor(((performance.now() - start) / 1000) * perSecond) + 1);
    const records = Array.from({ length: due - sent.length }, (_, i) => make(sent.length + i));
    if (records.length > 0) {
      sent.push(...records.map(() => performance.now()));
      const messages = records.map(({ key, value, headers }) => ({ key, value, headers: { ...headers } }));
      pending.push(producer.send({ topic: records[0]!.topic, messages }));
    }
    // oxlint-disable-next-line no-await-in-loop -- by the clock
    await delay(Math.max(0, start + (sent.length / perSecond) * 1000 - performance.now()));
  }
  await Promise.all(pending);
  await producer.disconnect();
  return sent;
}
