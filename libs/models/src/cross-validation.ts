import { fitTemperature, type Prediction } from './calibration.ts';
import { trainEnsemble, type Example } from './ensemble.ts';
import { fitScopeThreshold, scopeScore } from './scope.ts';

const FOLDS = 5;

/** What can't be read off the model itself, found on examples that it did not see. */
export interface Calibration {
  readonly temperature: number;
  readonly scopeThreshold: number;
}

/**
 * Finds temperature and out-of-scope threshold from the examples alone, five times training without a part of them. In
 * each fold every fifth *example* is kept back: a message in scope that the model has not seen. Also kept back is every
 * fifth *intent* as a whole: messages about something that the model has never heard of. They stand in for whatever else
 * customers may write, and are harder than most of it, for they come from the same trade.
 */
export async function crossValidate(examples: readonly Example[], classes: number): Promise<Calibration> {
  const places = placesWithinClass(examples);
  const known: (Prediction & { readonly score: number })[] = [];
  const unknown: number[] = [];
  for (let fold = 0; fold < FOLDS; fold++) {
    const wholeIntent = ({ label }: Example): boolean => classes >= FOLDS && label % FOLDS === fold;
    const single = (i: number): boolean => places[i]! % FOLDS === fold;
    const training = examples.filter((example, i) => !wholeIntent(example) && !single(i));
    if (training.length === 0) continue;
    // oxlint-disable-next-line no-await-in-loop -- one core does it, one after the other
    const ensemble = await trainEnsemble(training, classes);
    for (const [i, example] of examples.entries()) {
      if (!wholeIntent(example) && !single(i)) continue;
      const { probabilities, similarity } = ensemble(example);
      const score = scopeScore(probabilities, similarity);
      if (wholeIntent(example)) unknown.push(score);
      else known.push({ probabilities, label: example.label, score });
    }
  }
  return {
    temperature: fitTemperature(known),
    scopeThreshold: fitScopeThreshold(
      known.map(({ score }) => score),
      unknown,
    ),
  };
}

/** For each example, how many of its class stand before it: folds are cut by this, so that each class is in every fold. */
function placesWithinClass(examples: readonly Example[]): number[] {
  const seen = new Map<number, number>();
  return examples.map(({ label }) => {
    const place = seen.get(label) ?? 0;
    seen.set(label, place + 1);
    return place;
  });
}
