import { dots, stacked } from './vector.ts';

const NEIGHBOURS = 20;
const TEMPERATURE = 0.045;

/** What the neighbours of a text say. */
export interface Nearest {
  /** Share of every class among the neighbours, each weighted by exp(cosine / 0.045). */
  readonly probabilities: Float32Array;
  /** Cosine of the nearest example; 0 without examples. */
  readonly similarity: number;
}

/** Asks the 20 nearest examples (k nearest neighbours, weighted by nearness; both chosen on CLINC150's validation texts and the demo workspaces). */
export function nearestOf(
  examples: readonly { readonly vector: Float32Array; readonly label: number }[],
  classes: number,
): (query: Float32Array) => Nearest {
  const rows = stacked(
    examples.map(({ vector }) => vector),
    examples[0]?.vector.length ?? 0,
  );
  return (query) => {
    const cosines = dots(rows, query);
    // Numbers alone are sorted several times faster than what they belong to, and each sentence of a message is asked about.
    const least = cosines.toSorted().at(-NEIGHBOURS) ?? -Infinity;
    const neighbours = examples
      .flatMap(({ label }, i) => (cosines[i]! >= least ? [{ label, cosine: cosines[i]! }] : []))
      .toSorted((a, b) => b.cosine - a.cosine)
      .slice(0, NEIGHBOURS);
    const similarity = neighbours[0]?.cosine ?? 0;
    const probabilities = new Float32Array(classes);
    let sum = 0;
    for (const { label, cosine } of neighbours) {
      const weight = Math.exp((cosine - similarity) / TEMPERATURE);
      probabilities[label]! += weight;
      sum += weight;
    }
    return { probabilities: sum > 0 ? probabilities.map((weight) => weight / sum) : probabilities, similarity };
  };
}
