const duplicateKey = 11000;

/**
 * Which writes of a failed bulk write (unordered) met a document that was there already, by their place in it.
 * @throws the error itself, where a write failed otherwise or none is named: then the connection broke in the middle
 */
export function duplicatesIn(error: unknown): number[] {
  const { writeErrors } = error as { writeErrors?: unknown };
  const errors = [writeErrors ?? []].flat() as { code?: number; index?: number }[];
  if (errors.length === 0 || !errors.every((e) => e.code === duplicateKey)) throw error;
  return errors.map((e) => e.index as number);
}
