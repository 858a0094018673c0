import { assure, isAssured, needed, type Outcome } from '../src/assurance.ts';
import { upperLimit } from '../src/binomial.ts';

const bound = { wrong: 0.03, confidence: 0.95 };
const outcome = (score: number, right = true, intent = 'track'): Outcome => ({ intent, score, right });
/** `n` outcomes whose scores fall from 1 towards 0; those at the given places, from 0, are wrong. Of many intents unless of one. */
const falling = (n: number, wrong: readonly number[] = [], intent?: string): Outcome[] =>
  Array.from({ length: n }, (_, i) => outcome(1 - i / n, !wrong.includes(i), intent ?? `intent ${i % 50}`));

describe('upperLimit', () => {
  // 0 of n has a closed form: 1 - 0.05^(1/n). The others: quantiles of the beta distribution, as R's qbeta gives them.
  it.each([
    [0, 99, 0.95, 0.02981],
    [0, 10, 0.95, 0.25887],
    [1, 10, 0.95, 0.39416],
    [5, 10, 0.975, 0.81291],
    [10, 10, 0.95, 1],
    [0, 0, 0.95, 1],
    [900, 30_000, 0.95, 0.03167],
  ])('%i of %i with confidence %d: %d', (hits, n, confidence, limit) => {
    expect(upperLimit(hits, n, confidence)).toBeCloseTo(limit, 4);
  });

  it('refuses what cannot be counted', () => {
    expect(() => upperLimit(2, 1, 0.95)).toThrow('2 of 1');
  });
});

it('knows how many it takes', () => {
  expect([0, 1, 2, 3].map((wrong) => needed(wrong, bound))).toEqual([99, 157, 208, 257]);
});

describe('assure', () => {
  it('shows nothing by too few', () => {
    const found = assure(falling(156), bound);
    expect(found.pooled).toMatchObject({ threshold: null, accepted: 156, wrong: 0, outcomes: 156 });
    expect(isAssured(found, 'track', 1)).toBe(false);
  });

  it('goes down as far as looks pass', () => {
    const outcomes = falling(300, [200, 210, 220, 230]);
    const found = assure(outcomes, bound);
    expect(found.pooled).toMatchObject({ threshold: outcomes[207]!.score, accepted: 208, wrong: 1 });
    expect(found.pooled.upper).toBeLessThanOrEqual(bound.wrong);
    expect([207, 208].map((i) => isAssured(found, 'track', outcomes[i]!.score))).toEqual([true, false]);
  });

  it('ends with the first look that fails, whatever comes after it', () => {
    expect(assure(falling(2000, [10, 20]), bound).pooled).toMatchObject({ threshold: null, accepted: 157, wrong: 2 });
  });

  it('counts all that score the same', () => {
    const same = Array.from({ length: 200 }, (_, i) => outcome(0.5, i > 4, `intent ${i % 50}`));
    expect(assure(same, bound).pooled).toMatchObject({ threshold: null, accepted: 200, wrong: 5 });
  });

  it('judges an intent by its own outcomes once there are enough', () => {
    const found = assure(
      [...falling(160, [], 'track'), ...falling(160, [0, 1, 2, 3], 'refund'), ...falling(156, [], 'few')],
      bound,
    );
    expect([...found.perIntent.keys()]).toEqual(['track', 'refund']);
    expect(['track', 'refund', 'few'].map((intent) => isAssured(found, intent, 1))).toEqual([true, false, false]);
  });

  it('assures nothing without a score', () => {
    expect(isAssured(assure(falling(200), bound), 'track', undefined)).toBe(false);
  });

  it('holds as often as it says', () => {
    // The chance of being wrong is 1 − score here, so the share above a threshold is known: (1 − threshold) / 2.
    const random = mulberry(7);
    const draws = Array.from({ length: 400 }, () =>
      assure(
        Array.from({ length: 1500 }, () => random()).map((score) =>
          outcome(0.9 + score / 10, random() < 0.9 + score / 10, `intent ${Math.floor(random() * 50)}`),
        ),
        bound,
      ),
    );
    const shown = draws.flatMap(({ pooled: { threshold } }) => threshold ?? []);
    const broken = shown.filter((threshold) => (1 - threshold) / 2 > bound.wrong);
    expect(shown.length).toBeGreaterThan(200);
    expect(broken.length / draws.length).toBeLessThanOrEqual(0.05);
    expect(broken.length).toBeGreaterThan(0);
  });
});

/** Small and seeded (Tommy Ettinger's Mulberry32). */
function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
