import { kafka } from './kafka.ts';
import { mongo } from './mongo.ts';
import type { Part } from './part.ts';

/** The servers of a stack. */
export const parts: readonly Part[] = [kafka, mongo];

/** Does all of it side by side, and throws the first error only when the rest is done, too. */
export async function settleAll<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const results = await Promise.allSettled(items.map(work));
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
