import { quantileSorted } from 'simple-statistics';

/** A number, and from how many messages it comes. NaN of none. */
export interface Estimate {
  readonly value: number;
  readonly n: number;
}

export function mean(values: readonly number[]): Estimate {
  return { value: values.reduce((sum, value) => sum + value, 0) / values.length, n: values.length };
}

export const share = (hits: readonly boolean[]): Estimate => mean(hits.map(Number));

export function median(values: readonly number[]): Estimate {
  if (values.length === 0) return { value: NaN, n: 0 };
  const sorted = values.toSorted((a, b) => a - b);
  return { value: quantileSorted(sorted, 0.5), n: values.length };
}

/** A message's true class and the one that was said; null stands for none of the classes. */
export interface Labelled {
  readonly truth: string | null;
  readonly said: string | null;
}

/**
 * The mean over the classes that occur as truth of F1 = 2·tp / (2·tp + fp + fn). None of the classes is no class of its own,
 * but what is taken for one of them by mistake counts against that one.
 */
export function macroF1(labelled: readonly Labelled[]): Estimate {
  const counts = new Map<string, { hit: number; truth: number; said: number }>();
  const of = (id: string) => {
    const found = counts.get(id) ?? { hit: 0, truth: 0, said: 0 };
    counts.set(id, found);
    return found;
  };
  for (const { truth, said } of labelled) {
    if (truth !== null) of(truth).truth++;
    if (said !== null) of(said).said++;
    if (truth !== null && truth === said) of(truth).hit++;
  }
  // 2·tp + fp + fn is what was said plus what is true.
  const scores = [...counts.values()].filter(({ truth }) => truth > 0).map((c) => (2 * c.hit) / (c.truth + c.said));
  return { value: mean(scores).value, n: labelled.length };
}

/**
 * The chance that a positive scores above a negative, ties counting half: the area under the ROC curve by the rank sum
 * (Hanley and McNeil 1982, "The meaning and use of the area under a receiver operating characteristic (ROC) curve").
 */
export function auroc(positive: readonly number[], negative: readonly number[]): Estimate {
  const n = positive.length + negative.length;
  if (positive.length === 0 || negative.length === 0) return { value: NaN, n };
  const all = [
    ...positive.map((score) => ({ score, positive: true })),
    ...negative.map((score) => ({ score, positive: false })),
  ].toSorted((a, b) => a.score - b.score);
  let rankSum = 0;
  for (let from = 0, to = 0; from < n; from = to) {
    while (to < n && all[to]!.score === all[from]!.score) to++;
    const rank = (from + 1 + to) / 2;
    for (let i = from; i < to; i++) if (all[i]!.positive) rankSum += rank;
  }
  const wins = rankSum - (positive.length * (positive.length + 1)) / 2;
  return { value: wins / (positive.length * negative.length), n };
}

/** How sure somebody was, and whether they were right. */
export interface Judgement {
  readonly confidence: number;
  readonly right: boolean;
}

/** Judgements of about the same confidence. */
export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  /** Mean confidence, and share that was right; NaN of none. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** Ten bins of equal width over [0, 1]. */
export function calibrationBins(judgements: readonly Judgement[], bins = 10): Bin[] {
  return Array.from({ length: bins }, (_, i) => {
    const inside = judgements.filter(({ confidence }) => Math.min(bins - 1, Math.floor(confidence * bins)) === i);
    return {
      from: i / bins,
      to: (i + 1) / bins,
      n: inside.length,
      confidence: mean(inside.map(({ confidence }) => confidence)).value,
      accuracy: share(inside.map(({ right }) => right)).value,
    };
  });
}

/**
 * Expected calibration error: the distance between confidence and accuracy, averaged over the bins by their size (Guo et
 * al. 2017, "On Calibration of Modern Neural Networks").
 */
export function calibrationError(judgements: readonly Judgement[]): Estimate {
  const n = judgements.length;
  if (n === 0) return { value: NaN, n };
  const bins = calibrationBins(judgements).filter((bin) => bin.n > 0);
  return { value: bins.reduce((sum, b) => sum + (b.n / n) * Math.abs(b.accuracy - b.confidence), 0), n };
}
