import { Logger } from '@nestjs/common';
import { BgeEmbedder, type Classifier, EnsembleClassifier, LearnedCache } from '@throughline/models';
import type { ConfigOf } from '@throughline/platform';
import { type Intent, readTaxonomy } from '@throughline/workspace';
import type { Config } from './config.ts';

/** What triage knows: the taxonomy and the classifier that learned it. */
export class Brain {
  constructor(
    readonly classifier: Classifier,
    readonly intents: readonly Intent[],
  ) {}
}

/** Reads the taxonomy and learns it; takes some seconds. @throws WorkspaceError, or where the model is missing */
export async function loadBrain({
  WORKSPACE,
  MODEL_DIR,
  CACHE_DIR,
}: Pick<ConfigOf<typeof Config>, 'WORKSPACE' | 'MODEL_DIR' | 'CACHE_DIR'>): Promise<Brain> {
  const log = new Logger('triage');
  const started = Date.now();
  const [{ intents }, embedder] = await Promise.all([readTaxonomy(WORKSPACE), BgeEmbedder.load(MODEL_DIR)]);
  const cache = CACHE_DIR === undefined ? undefined : new LearnedCache(CACHE_DIR, (why) => log.warn(why));
  const classifier = await EnsembleClassifier.train(embedder, intents, cache);
  log.log(`learned ${intents.length} intents in ${Date.now() - started} ms`);
  return new Brain(classifier, intents);
}
