const duplicateKey = 11000;

/**
 * Which writes of a failed bulk write met a document that was there already, by their place in it.
 * @throws the error itself, where anything else is wrong
 */
export function duplicatesIn(error: unknown): number[] {
  const { writeErrors } = error as { writeErrors?: unknown };
  const errors = (Array.isArray(writeErrors) ? writeErrors : [writeErrors]) as { code?: number; index?: number }[];
  if (!errors.every((e) => e?.code === duplicateKey)) throw error;
  return errors.map((e) => e.index as number);
}
