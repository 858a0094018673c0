import { Logger } from '@nestjs/common';
import { SentenceEmbedder, type Classifier, EnsembleClassifier, LearnedCache } from '@throughline/models';
import type { ConfigOf } from '@throughline/platform';
import { type Intent, readTaxonomy } from '@throughline/workspace';
import { assuranceText } from './assurance-text.ts';
import type { Config } from './config.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { watchBound } from './metrics.ts';

/** What triage knows: the taxonomy and the classifier that learned it. */
export class Brain {
  constructor(
    readonly classifier: Classifier,
    readonly intents: readonly Intent[],
    /** What the workspace's bound is shown by; undefined where it states none. */
    readonly evidence?: Evidence,
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
  const [taxonomy, embedder] = await Promise.all([readTaxonomy(WORKSPACE), SentenceEmbedder.load(MODEL_DIR)]);
  const { intents } = taxonomy;
  const cache = CACHE_DIR === undefined ? undefined : new LearnedCache(CACHE_DIR, (why) => log.warn(why));
  const classifier = await EnsembleClassifier.train(embedder, intents, cache);
  const evidence = await evidenceOf(taxonomy, embedder, (found, by) => {
    for (const line of assuranceText(found)) log.log(`by ${by}: ${line}`);
  });
  log.log(`learned ${intents.length} intents in ${Date.now() - started} ms`);
  if (evidence) watchBound(evidence);
  return new Brain(classifier, intents, evidence);
}
