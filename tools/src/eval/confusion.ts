import type { Case } from './case.ts';

/** How an intent is called that is none of the taxonomy's. */
const NONE = '(none)';

/** How often one intent was taken for another. */
export interface Confusion {
  readonly truth: string;
  readonly said: string;
  readonly times: number;
}

/** Intents of people's messages that were taken for others, out of scope included, most frequent first. */
export function confusions(cases: readonly Case[]): Confusion[] {
  const counts = new Map<string, Confusion>();
  for (const { expect, triage } of cases) {
    const [truth, said] = [expect.intent ?? NONE, triage?.intent ?? NONE];
    if (expect.outcome === 'closed' || triage === null || truth === said) continue;
    const key = JSON.stringify([truth, said]);
    counts.set(key, { truth, said, times: (counts.get(key)?.times ?? 0) + 1 });
  }
  return [...counts.values()].toSorted((a, b) => b.times - a.times || a.truth.localeCompare(b.truth));
}

/** The intents that take part in the most confusions, at most so many. */
export function mostConfused(found: readonly Confusion[], most: number): string[] {
  const errors = new Map<string, number>();
  for (const { truth, said, times } of found) {
    for (const id of [truth, said]) errors.set(id, (errors.get(id) ?? 0) + times);
  }
  return [...errors]
    .toSorted(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .slice(0, most)
    .map(([id]) => id);
}
