import { fitTemperature, withTemperature, type Prediction } from '../src/calibration.ts';
import { DEFAULT_SCOPE_THRESHOLD, fitScopeThreshold } from '../src/scope.ts';

/** `right` of 10 predictions are right, each made with the same probability. */
const predictions = (probability: number, right: number): Prediction[] =>
  Array.from({ length: 10 }, (_, i) => ({
    probabilities: Float32Array.of(probability, 1 - probability),
    label: i < right ? 0 : 1,
  }));

describe('fitTemperature', () => {
  it('sharpens what is right more often than it says', () => {
    const temperature = fitTemperature(predictions(0.6, 9));
    expect(withTemperature(Float32Array.of(0.6, 0.4), temperature)[0]).toBeCloseTo(0.9, 1);
  });

  it('flattens what is right less often than it says', () => {
    const temperature = fitTemperature(predictions(0.8, 7));
    expect(withTemperature(Float32Array.of(0.8, 0.2), temperature)[0]).toBeCloseTo(0.7, 1);
  });

  it('changes nothing without predictions', () => {
    expect(fitTemperature([])).toBe(1);
  });
});

describe('fitScopeThreshold', () => {
  it('parts what is known from what is not', () => {
    expect(fitScopeThreshold([0.3, 0.4, 0.2, 0.5], [0.05, 0.1, 0.02])).toBe(0.2);
  });

  it('gives up a straggler rather than let many strangers in', () => {
    const known = [0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
    expect(fitScopeThreshold([0.01, ...known], [0.05, 0.1, 0.02, 0.2])).toBe(0.3);
  });

  it('lets strangers in rather than turn many away that it knows', () => {
    expect(fitScopeThreshold([0.01, 0.015, 0.3, 0.4], [0.05, 0.1, 0.02, 0.2])).toBe(0.01);
  });

  it('falls back to the default when there is nothing to go by', () => {
    expect(fitScopeThreshold([0.3], [])).toBe(DEFAULT_SCOPE_THRESHOLD);
  });
});
