import { withTemperature } from './calibration.ts';
import type { Classification, Classifier, IntentExamples } from './classifier.ts';
import { crossValidate, type Calibration } from './cross-validation.ts';
import type { Embedder } from './embedder.ts';
import { trainEnsemble, type Embedded, type Ensemble, type Example } from './ensemble.ts';
import type { Nearest } from './nearest.ts';
import { scopeScore } from './scope.ts';
import { sentences } from './text.ts';

const CANDIDATES = 5;
const MOST_SENTENCES = 16;

/**
 * The embedded default: learns intents from a few examples each, in a second or two for 25 intents, with no network. On
 * CLINC150 with 10 examples for each of 150 intents it is right in 92 % of cases. The same examples give the same classifier.
 */
export class EnsembleClassifier implements Classifier {
  readonly model: string;

  private constructor(
    private readonly embedder: Embedder,
    private readonly intents: readonly string[],
    private readonly ensemble: Ensemble,
    readonly calibration: Calibration,
  ) {
    this.model = `ensemble/${embedder.model}`;
  }

  /** @throws Error if there is no intent, or one without examples. */
  static async train(embedder: Embedder, intents: readonly IntentExamples[]): Promise<EnsembleClassifier> {
    if (intents.length === 0) throw new Error('No intents to learn: add some to taxonomy.yaml.');
    const bare = intents.find(({ examples }) => examples.length === 0);
    if (bare) throw new Error(`Intent '${bare.id}' has no examples: add some in taxonomy.yaml, five at least.`);
    const texts = intents.flatMap((intent) => intent.examples);
    const vectors = await embedder.embed(texts);
    const labels = intents.flatMap(({ examples }, label) => examples.map(() => label));
    const examples: Example[] = texts.map((text, i) => ({ text, vector: vectors[i]!, label: labels[i]! }));
    const ids = intents.map(({ id }) => id);
    const calibration = crossValidate(examples, ids.length);
    return new EnsembleClassifier(embedder, ids, trainEnsemble(examples, ids.length), calibration);
  }

  async classify(text: string): Promise<Classification> {
    // A text without a letter is about nothing, whatever its vector may be like.
    if (!/\p{L}/u.test(text)) return { candidates: [], outOfScope: true, similarity: 0 };
    const { probabilities, similarity } = await this.#ask(text);
    const { temperature, scopeThreshold } = this.calibration;
    const confidences = withTemperature(probabilities, temperature);
    const candidates = this.intents
      .map((id, i) => ({ id, confidence: Math.min(1, confidences[i]!) }))
      .toSorted((a, b) => b.confidence - a.confidence)
      .slice(0, CANDIDATES);
    return { candidates, outOfScope: scopeScore(probabilities, similarity) < scopeThreshold, similarity };
  }

  /**
   * People wrap the one sentence that matters in others: half of what counts is the whole text, half its clearest sentence.
   * Of CLINC150 texts wrapped in small talk (23 intents, 10 examples each, two draws) 98 and 90 % are recognised so, 87 and
   * 89 % by the whole text alone. More weight on the sentence finds more, but takes small talk for a matter too often.
   */
  async #ask(text: string): Promise<Nearest> {
    const parts = sentences(text).slice(0, MOST_SENTENCES);
    const queries = parts.length > 1 ? [text, ...parts] : [text];
    const vectors = await this.embedder.embed(queries);
    const embedded = queries.map((query, i): Embedded => ({ text: query, vector: vectors[i]! }));
    const [whole, ...rest] = embedded.map(this.ensemble);
    const clearest = rest.toSorted((a, b) => score(b) - score(a))[0];
    return clearest ? between(whole!, clearest) : whole!;
  }
}

const score = ({ probabilities, similarity }: Nearest): number => scopeScore(probabilities, similarity);

function between(a: Nearest, b: Nearest): Nearest {
  return {
    probabilities: a.probabilities.map((p, i) => (p + b.probabilities[i]!) / 2),
    similarity: (a.similarity + b.similarity) / 2,
  };
}
