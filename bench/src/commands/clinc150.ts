import { SentenceEmbedder, EnsembleClassifier } from '@throughline/models';
import { auroc, share } from 'throughline/statistics';
import { modelDir } from 'throughline/root';
import { examplesOf, readClinc150, sample } from '../clinc150/data.ts';
import { remembering } from '../clinc150/remembering.ts';
import { median, round } from '../stats.ts';
import type { DataContext } from './context.ts';

/** What one draw of examples came to. */
export interface ClincRound {
  readonly seed: number;
  /** Of the texts in scope, those whose likeliest intent is right. */
  readonly accuracy: number;
  /** In scope against out of scope. */
  readonly auroc: number;
  /** Shares that were taken to be in scope. */
  readonly acceptedInScope: number;
  readonly acceptedOutOfScope: number;
  /** Learning, the embedding of the examples included. */
  readonly trainSeconds: number;
}

/** What `clinc150` found. */
export interface Clinc150Result {
  readonly intents: number;
  readonly examples: number;
  readonly texts: number;
  readonly outOfScope: number;
  readonly accuracy: number;
  readonly auroc: number;
  readonly trainSeconds: number;
  readonly rounds: readonly ClincRound[];
}

const EXAMPLES = 10;

/** The classifier on all of CLINC150: ten examples an intent, drawn anew for each seed. Medians of the seeds. */
export async function clinc150({ data: folder, quick, seeds, say }: DataContext): Promise<Clinc150Result> {
  const data = readClinc150(folder);
  const ids = Object.values(data.domains).flat();
  const test = quick ? sample(data.test, 150, 0) : data.test;
  const outOfScope = quick ? data.outOfScope.slice(0, 50) : data.outOfScope;
  const embedder = remembering(await SentenceEmbedder.load(modelDir()));
  const rounds: ClincRound[] = [];
  for (let seed = 1; seed <= (quick ? 1 : seeds); seed++) {
    const started = performance.now();
    const classifier = await EnsembleClassifier.train(embedder, examplesOf(data, ids, EXAMPLES, seed));
    const trainSeconds = (performance.now() - started) / 1000;
    const inside = await classifyAll(
      classifier,
      test.map(({ text }) => text),
    );
    const outside = await classifyAll(classifier, outOfScope);
    const found = {
      seed,
      accuracy: round(share(inside.map(({ best }, i) => best === test[i]!.intent)).value, 4),
      auroc: round(
        auroc(
          inside.map(({ score }) => score),
          outside.map(({ score }) => score),
        ).value,
        4,
      ),
      acceptedInScope: round(share(inside.map(({ accepted }) => accepted)).value, 4),
      acceptedOutOfScope: round(share(outside.map(({ accepted }) => accepted)).value, 4),
      trainSeconds: round(trainSeconds),
    };
    say(JSON.stringify(found));
    rounds.push(found);
  }
  return {
    intents: ids.length,
    examples: EXAMPLES,
    texts: test.length,
    outOfScope: outOfScope.length,
    accuracy: median(rounds.map(({ accuracy }) => accuracy)),
    auroc: median(rounds.map((found) => found.auroc)),
    trainSeconds: median(rounds.map((found) => found.trainSeconds)),
    rounds,
  };
}

interface Said {
  readonly best: string | undefined;
  readonly score: number;
  readonly accepted: boolean;
}

async function classifyAll(classifier: EnsembleClassifier, texts: readonly string[]): Promise<Said[]> {
  const said: Said[] = [];
  for (const text of texts) {
    // oxlint-disable-next-line no-await-in-loop -- one core does it, one after the other
    const { candidates, outOfScope, score = 0 } = await classifier.classify(text);
    said.push({ best: candidates[0]?.id, score, accepted: !outOfScope });
  }
  return said;
}
