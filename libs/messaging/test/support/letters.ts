import { type IncomingRecord, type Letter, type LetterQuery, LetterSettler, openLetters } from '@throughline/messaging';
import { brokers, kafka } from './cluster.ts';

export const options = { brokers, clientId: 'letters-test' };

/** All letters that a query finds. */
export async function lettersOf(query: LetterQuery): Promise<{ letter: Letter; record: IncomingRecord }[]> {
  const found: { letter: Letter; record: IncomingRecord }[] = [];
  await (await openLetters(options, query)).read((letter, record) => void found.push({ letter, record }));
  return found;
}

/** How many records and markers a topic holds. */
export async function endOf(topic: string): Promise<number> {
  const admin = kafka.admin();
  await admin.connect();
  const ends = await admin.fetchTopicOffsets(topic);
  await admin.disconnect();
  return ends.reduce((sum, { high }) => sum + Number(high), 0);
}

/**
 * Resolves when all that was settled can be read: a commit is acknowledged before its markers are written, and the next
 * command begins behind them.
 */
export async function settledIsRead(): Promise<void> {
  const next = new LetterSettler(options, { by: { kind: 'human', id: 'next' }, why: 'nothing' });
  await next.open();
  await next.close();
}
