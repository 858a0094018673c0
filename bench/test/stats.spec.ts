import { assert, integer, property } from 'fast-check';
import { median, percentile, quantiles, slope } from '../src/stats.ts';

describe('statistics', () => {
  it.each([
    [[3], 3],
    [[4, 1], 2.5],
    [[9, 1, 5], 5],
    [[1, 2, 3, 100], 2.5],
  ])('the median of %j is %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });

  it.each([
    [50, 50],
    [99, 99],
    [99.5, 100],
    [100, 100],
    [0, 1],
  ])('percentile %d of 1 to 100 is %d', (p, expected) => {
    expect(
      percentile(
        Array.from({ length: 100 }, (_, i) => 100 - i),
        p,
      ),
    ).toBe(expected);
  });

  it('finds the slope of any line', () => {
    assert(
      property(integer({ min: -50, max: 50 }), integer({ min: -50, max: 50 }), (a, b) => {
        const points = [0, 1, 2, 5].map((x) => ({ x, y: a * x + b }));
        expect(slope(points)).toBeCloseTo(a, 6);
      }),
    );
  });

  it('counts what it has quantiles of', () => {
    expect(quantiles([1, 2, 3, 4])).toEqual({ count: 4, p50: 2, p95: 4, p99: 4 });
  });
});
