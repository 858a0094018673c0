import { ask } from './ask.ts';
import type { Outcome } from './assurance.ts';
import type { IntentExamples } from './classifier.ts';
import type { Embedder } from './embedder.ts';
import { type Ensemble, type Example, trainEnsemble } from './ensemble.ts';
import { scopeScore } from './scope.ts';

/** Eight: of eight examples seven are left to learn from, so the model in use is hardly better than those that are judged. */
const FOLDS = 8;

/**
 * What the ensemble makes of each example when it has not learned that one (cross-validation in eight parts), and of messages
 * about none of the intents, which it never learns. The ensembles that are judged learned less than the one in use, so what they
 * show is rather too little.
 */
export async function unseenOutcomes(
  embedder: Embedder,
  intents: readonly IntentExamples[],
  outOfScope: readonly string[],
): Promise<Outcome[]> {
  const texts = intents.flatMap(({ examples }) => examples);
  const vectors = await embedder.embed(texts);
  const examples = intents
    .flatMap((intent, label) => intent.examples.map((text, i) => ({ text, label, fold: i % FOLDS })))
    .map((example, i) => ({ ...example, vector: vectors[i]! }));

  const outcome = async (ensemble: Ensemble, text: string, label?: number): Promise<Outcome> => {
    const { probabilities, similarity } = (await ask(ensemble, embedder, text)).whole;
    const best = probabilities.indexOf(Math.max(...probabilities));
    return { intent: intents[best]!.id, score: scopeScore(probabilities, similarity), right: best === label };
  };
  const train = (known: readonly Example[]): Promise<Ensemble> => trainEnsemble(known, intents.length);

  const outcomes: Outcome[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const known = examples.filter((example) => example.fold !== fold);
    if (known.length === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- one core does it, one after the other
    const ensemble = await train(known);
    for (const { text, label } of examples.filter((example) => example.fold === fold)) {
      // oxlint-disable-next-line no-await-in-loop -- one core does it, one after the other
      outcomes.push(await outcome(ensemble, text, label));
    }
  }
  if (outOfScope.length === 0) return outcomes;
  const ensemble = await train(examples);
  // oxlint-disable-next-line no-await-in-loop -- one core does it, one after the other
  for (const text of outOfScope) outcomes.push(await outcome(ensemble, text));
  return outcomes;
}
