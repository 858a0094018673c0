import type { Row } from './logistic-regression.ts';
import { terms, words } from './text.ts';

/** Texts as weighted words: a sparse, L2-normalised row; features that the training texts lack are left out. */
export interface TfIdf {
  readonly dimensions: number;
  row(text: string): Row;
}

/**
 * TF-IDF over stems, pairs of neighbouring stems, and the words with their function words in pairs (`not arrived`,
 * `where is`), with sublinear term frequency and smoothed inverse document frequency: (1 + ln tf)·(1 + ln((1 + n)/(1 + df)))
 * (Salton & Buckley 1988; scikit-learn's variant).
 */
export function fitTfIdf(texts: readonly string[]): TfIdf {
  const frequency = new Map<string, number>();
  for (const text of texts) for (const f of new Set(features(text))) frequency.set(f, (frequency.get(f) ?? 0) + 1);
  const columns = new Map([...frequency.keys()].map((feature, i) => [feature, i]));
  const idf = Float32Array.from(frequency.values(), (df) => 1 + Math.log((1 + texts.length) / (1 + df)));

  const row = (text: string): Row => {
    const counts = new Map<number, number>();
    for (const feature of features(text)) {
      const column = columns.get(feature);
      if (column !== undefined) counts.set(column, (counts.get(column) ?? 0) + 1);
    }
    const at = Int32Array.from(counts.keys());
    const values = Float32Array.from(at, (column) => (1 + Math.log(counts.get(column)!)) * idf[column]!);
    const length = Math.hypot(...values);
    return { at, values: length > 0 ? values.map((value) => value / length) : values };
  };
  return { dimensions: columns.size, row };
}

function features(text: string): string[] {
  const stems = terms(text);
  const all = words(text);
  return [...stems, ...pairs(stems, ' '), ...pairs(all, '_')];
}

function pairs(list: readonly string[], glue: string): string[] {
  return list.slice(1).map((word, i) => `${list[i]}${glue}${word}`);
}
