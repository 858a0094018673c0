import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { quantileSorted } from 'simple-statistics';

const RESAMPLES = 1_000;
const SEED = 20_200_131;

/** A 95 % interval; NaN where nothing can be said. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * 95 % intervals of some figures by the percentile bootstrap (Efron and Tibshirani 1993, "An Introduction to the
 * Bootstrap", chapter 13): the items are drawn with replacement 1,000 times, as many as there are, and the figures worked
 * out of each draw. All figures see the same draws, so differences are paired. The same items give the same intervals.
 */
export function bootstrap<T, K extends string>(
  items: readonly T[],
  figures: (drawn: readonly T[]) => Record<K, number>,
): Record<K, Interval> {
  const random = xoroshiro128plus(SEED);
  const draws = Array.from({ length: RESAMPLES }, () =>
    figures(items.map(() => items[uniformInt(random, 0, items.length - 1)]!)),
  );
  const names = Object.keys(draws[0] ?? {}) as K[];
  return Object.fromEntries(names.map((name) => [name, percentiles(draws.map((draw) => draw[name]))])) as Record<
    K,
    Interval
  >;
}

/** Draws that a figure can't be worked out of say nothing. */
function percentiles(values: readonly number[]): Interval {
  const sorted = values.filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b);
  if (sorted.length === 0) return { low: NaN, high: NaN };
  return { low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
}
