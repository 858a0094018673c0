import { OutageError } from '@throughline/messaging';

const duplicateKey = 11000;

/**
 * Which writes of a failed bulk write (unordered) met a document that was there already, by their place in it.
 * @throws OutageError where the driver names no write that failed: its connection did, in the middle, and its error for
 *   that (MongoBulkWriteError without `writeErrors`) would not say so by itself; the error itself, where a write failed otherwise
 */
export function duplicatesIn(error: unknown): number[] {
  const { name, message, writeErrors } = error as Error & { writeErrors?: unknown };
  const errors = [writeErrors ?? []].flat() as { code?: number; index?: number }[];
  if (errors.length === 0 && name === 'MongoBulkWriteError') {
    throw new OutageError(`The store did not take a batch: ${message}`, undefined, { cause: error });
  }
  if (errors.length === 0 || !errors.every((e) => e.code === duplicateKey)) throw error;
  return errors.map((e) => e.index as number);
}
