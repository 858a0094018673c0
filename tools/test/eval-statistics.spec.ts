import { array, assert, integer, property } from 'fast-check';
import { bootstrap } from '../src/eval/bootstrap.ts';
import { auroc, calibrationBins, calibrationError, macroF1, mean, median } from '../src/eval/statistics.ts';

describe('AUROC', () => {
  it('counts the pairs in which the positive is ahead', () => {
    // Of 3 × 2 pairs: 0.9 and 0.8 beat both, 0.4 beats one.
    expect(auroc([0.9, 0.8, 0.4], [0.5, 0.1])).toEqual({ value: 5 / 6, n: 5 });
  });

  it('counts a tie as half', () => {
    expect(auroc([0.5], [0.5, 0.5, 0.1]).value).toBeCloseTo((0.5 + 0.5 + 1) / 3);
  });

  it('knows nothing without one of both', () => expect(auroc([1], []).value).toBeNaN());

  it('is what comparing every pair gives', () => {
    const scores = array(
      integer({ min: 0, max: 9 }).map((n) => n / 10),
      { minLength: 1, maxLength: 20 },
    );
    assert(
      property(scores, scores, (positive, negative) => {
        const points = positive.flatMap((p) => negative.map((n) => (p > n ? 1 : p === n ? 0.5 : 0)));
        expect(auroc(positive, negative).value).toBeCloseTo(mean(points).value, 10);
      }),
    );
  });
});

describe('macro-F1', () => {
  it('is the mean over the classes, small ones counting as much as large ones', () => {
    const said = [
      ['a', 'a'],
      ['a', 'a'],
      ['a', 'b'],
      ['b', 'b'],
    ].map(([truth, it]) => ({ truth: truth!, said: it! }));
    // a: tp 2, fp 0, fn 1; b: tp 1, fp 1, fn 0.
    expect(macroF1(said).value).toBeCloseTo((4 / 5 + 2 / 3) / 2);
  });

  it('holds it against a class when it is said of what is none of them', () => {
    const right = { truth: 'a', said: 'a' };
    expect(macroF1([right, { truth: null, said: null }]).value).toBe(1);
    expect(macroF1([right, { truth: null, said: 'a' }]).value).toBeCloseTo(2 / 3);
  });

  it('holds it against a class when it is not recognised', () => {
    expect(macroF1([{ truth: 'a', said: null }])).toEqual({ value: 0, n: 1 });
  });
});

describe('calibration', () => {
  const judgements = [
    { confidence: 0.95, right: true },
    { confidence: 0.95, right: false },
    { confidence: 0.15, right: false },
    { confidence: 1, right: true },
  ];

  it('sorts into ten bins, 1 into the last', () => {
    const bins = calibrationBins(judgements);
    expect(bins.map(({ n }) => n)).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 3]);
    expect(bins[9]!.confidence).toBeCloseTo(2.9 / 3);
    expect(bins[9]!.accuracy).toBeCloseTo(2 / 3);
  });

  it('weighs the distance of each bin by its size', () => {
    expect(calibrationError(judgements).value).toBeCloseTo((3 / 4) * (2.9 / 3 - 2 / 3) + (1 / 4) * 0.15);
  });
});

describe('median', () => {
  it('is the middle, or between the two middle ones', () => {
    expect(median([5, 1, 3])).toEqual({ value: 3, n: 3 });
    expect(median([4, 1, 3, 2])).toEqual({ value: 2.5, n: 4 });
    expect(median([])).toEqual({ value: NaN, n: 0 });
  });
});

describe('the bootstrap', () => {
  const values = Array.from({ length: 200 }, (_, i) => (i % 4 === 0 ? 0 : 1));
  const shareOf = (drawn: readonly number[]) => ({ share: mean(drawn).value });

  it('comes to what theory says of a share: 0.75 ± 1.96 · √(0.75 · 0.25 / 200)', () => {
    const { low, high } = bootstrap(values, shareOf).share;
    expect(low).toBeCloseTo(0.69, 1);
    expect(high).toBeCloseTo(0.81, 1);
    expect(high - low).toBeGreaterThan(0.1);
    expect(high - low).toBeLessThan(0.14);
  });

  it('gives the same for the same', () => expect(bootstrap(values, shareOf)).toEqual(bootstrap(values, shareOf)));

  it('leaves out draws that say nothing', () => {
    const { low } = bootstrap([1, 2], (drawn) => ({ x: drawn.includes(1) ? mean(drawn).value : NaN })).x;
    expect(low).toBe(1);
    expect(bootstrap([1], () => ({ x: NaN })).x).toEqual({ low: NaN, high: NaN });
  });
});
