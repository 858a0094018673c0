/** The middle value; between the two middle ones of an even number. NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

/** The least value that `p` percent of all don't exceed (nearest rank). NaN of none. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((p / 100) * sorted.length) - 1)] ?? NaN;
}

/** Rise of the least-squares line through the points, in y per x. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (pick: (p: { x: number; y: number }) => number): number =>
    points.reduce((sum, p) => sum + pick(p), 0) / points.length;
  const [mx, my] = [mean((p) => p.x), mean((p) => p.y)];
  const covariance = points.reduce((sum, { x, y }) => sum + (x - mx) * (y - my), 0);
  return covariance / points.reduce((sum, { x }) => sum + (x - mx) ** 2, 0);
}

/** Rounded to so many significant digits: what follows is noise. */
export const round = (value: number, digits = 3): number => Number(value.toPrecision(digits));

/** p50, p95 and p99 of times in milliseconds, and how many there were. */
export const quantiles = (times: readonly number[]) => ({
  count: times.length,
  p50: round(percentile(times, 50)),
  p95: round(percentile(times, 95)),
  p99: round(percentile(times, 99)),
});
