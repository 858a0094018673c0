const DAMPING = 60;

/**
 * Joins rankings whose scores don't compare: each adds 1 / (60 + rank), ranks from 1 (reciprocal rank fusion: Cormack,
 * Clarke & Büttcher 2009). What a ranking doesn't hold gets nothing from it.
 *
 * @returns the score of every key that occurs, in no order.
 */
export function fuseRanks<K>(rankings: readonly (readonly K[])[]): Map<K, number> {
  const scores = new Map<K, number>();
  for (const ranking of rankings) {
    for (const [i, key] of ranking.entries()) scores.set(key, (scores.get(key) ?? 0) + 1 / (DAMPING + i + 1));
  }
  return scores;
}
