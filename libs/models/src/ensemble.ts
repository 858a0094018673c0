import { trainLogistic, type Row } from './logistic-regression.ts';
import { type Nearest, nearestOf } from './nearest.ts';
import { fitTfIdf } from './tf-idf.ts';

/** A text with its vector; of an example the class is known as well. */
export interface Embedded {
  readonly text: string;
  readonly vector: Float32Array;
}

/** A text whose class is known. */
export interface Example extends Embedded {
  readonly label: number;
}

/** What an ensemble learned from its examples. */
export interface EnsembleWeights {
  readonly meaning: Float32Array;
  readonly wording: Float32Array;
}

/** Says how likely every class is; not calibrated yet. */
export type Ensemble = ((query: Embedded) => Nearest) & { readonly weights: EnsembleWeights };

/**
 * Three views of the same examples, which err in different places: what a text means (logistic regression on its vector,
 * ½), which example it is closest to (k nearest neighbours, ¼), and which words it uses (logistic regression on TF-IDF, ¼).
 */
export async function trainEnsemble(
  examples: readonly Example[],
  classes: number,
  known?: EnsembleWeights,
): Promise<Ensemble> {
  const labels = examples.map(({ label }) => label);
  // Vectors of one model all point about the same way; without their mean the regression learns several times faster.
  const centre = meanOf(examples.map(({ vector }) => vector));
  const centred = (vector: Float32Array): Row => ({ values: vector.map((value, i) => value - centre[i]!) });
  const meaning = await trainLogistic(
    examples.map(({ vector }) => centred(vector)),
    labels,
    { dimensions: centre.length, classes, c: 30 },
    known?.meaning,
  );
  const tfIdf = fitTfIdf(examples.map(({ text }) => text));
  const wording = await trainLogistic(
    examples.map(({ text }) => tfIdf.row(text)),
    labels,
    { dimensions: tfIdf.dimensions, classes, c: 10 },
    known?.wording,
  );
  const nearest = nearestOf(examples, classes);
  const ensemble = ({ text, vector }: Embedded): Nearest => {
    const neighbours = nearest(vector);
    const [byMeaning, byWording] = [meaning(centred(vector)), wording(tfIdf.row(text))];
    const probabilities = neighbours.probabilities.map(
      (byNeighbours, i) => 0.5 * byMeaning[i]! + 0.25 * byNeighbours + 0.25 * byWording[i]!,
    );
    return { probabilities, similarity: neighbours.similarity };
  };
  return Object.assign(ensemble, { weights: { meaning: meaning.weights, wording: wording.weights } });
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors) for (let i = 0; i < mean.length; i++) mean[i]! += vector[i]! / vectors.length;
  return mean;
}
