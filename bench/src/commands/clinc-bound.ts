import { assure, BgeEmbedder, EnsembleClassifier, isAssured, unseenOutcomes } from '@throughline/models';
import { modelDir } from 'throughline/root';
import { share } from 'throughline/statistics';
import { type Clinc150, examplesOf, readClinc150, sample } from '../clinc150/data.ts';
import { remembering } from '../clinc150/remembering.ts';
import { median, round } from '../stats.ts';
import type { DataContext } from './context.ts';

/** What one draw of texts came to. */
export interface BoundRound {
  readonly seed: number;
  /** From this score on the bound was shown; null where it was not: then nothing is answered. */
  readonly threshold: number | null;
  /** By how many texts, and how many of them were wrong; of one that was not shown: where it failed. */
  readonly shownBy: number;
  readonly shownByWrong: number;
  /** Of the tried texts in scope, those that were accepted. */
  readonly coverage: number;
  /** Of all that were accepted, those that were wrong; null where nothing was. */
  readonly wrong: number | null;
  /** Of the texts out of scope, those that were accepted, and those that the classifier alone took to be in scope. */
  readonly outOfScopeAccepted: number;
  readonly outOfScopeKept: number;
}

/** What `clinc-bound` found. */
export interface ClincBoundResult {
  readonly bound: { readonly wrong: number; readonly confidence: number };
  readonly intents: number;
  readonly examples: number;
  readonly outOfScopeExamples: number;
  readonly inScope: number;
  readonly outOfScope: number;
  /** Draws in which no larger share than the bound's was wrong, and those in which it was shown. */
  readonly held: number;
  readonly shown: number;
  /** Medians of the draws in which it was shown, and of all. */
  readonly coverage: number;
  readonly outOfScopeKept: number;
  readonly rounds: readonly BoundRound[];
}

const DOMAINS = ['banking', 'credit_cards'];
const EXAMPLES = 8;
const OUT_OF_SCOPE_EXAMPLES = 80;
/** For trying; a draw takes its own from the others. */
const OUT_OF_SCOPE = 300;
const BOUND = { wrong: 0.03, confidence: 0.95 };

/**
 * Whether a stated bound holds: two domains of CLINC150 with a few examples and some texts out of scope, drawn anew for each seed,
 * show it or not; then texts that no draw touches are tried, three in scope to one out of scope, as in what it is shown by.
 */
export async function clincBound({ data: folder, quick, seeds, say }: DataContext): Promise<ClincBoundResult> {
  const data = readClinc150(folder);
  const ids = DOMAINS.flatMap((domain) => data.domains[domain]!);
  const inScope = data.test.filter(({ intent }) => ids.includes(intent));
  const outOfScope = data.outOfScope.slice(0, OUT_OF_SCOPE).map((text) => ({ text, intent: null }));
  const embedder = remembering(await BgeEmbedder.load(modelDir()));
  const rounds: BoundRound[] = [];
  for (let seed = 1; seed <= (quick ? 1 : seeds); seed++) {
    const drawn = draw(data, ids, seed);
    const classifier = await EnsembleClassifier.train(embedder, drawn.intents);
    const assurance = assure(await unseenOutcomes(embedder, drawn.intents, drawn.outOfScope), BOUND);
    const tried = async (texts: readonly { text: string; intent: string | null }[]) => {
      const said: { accepted: boolean; kept: boolean; right: boolean }[] = [];
      for (const { text, intent } of texts) {
        // oxlint-disable-next-line no-await-in-loop -- one core does it, one after the other
        const { candidates, score, outOfScope: unknown } = await classifier.classify(text);
        const best = candidates[0]?.id ?? '';
        said.push({ accepted: !unknown && isAssured(assurance, best, score), kept: !unknown, right: best === intent });
      }
      return said;
    };
    const [inside, outside] = [await tried(inScope), await tried(outOfScope)];
    const accepted = [...inside, ...outside].filter((one) => one.accepted);
    const found: BoundRound = {
      seed,
      threshold: assurance.pooled.threshold === null ? null : round(assurance.pooled.threshold),
      shownBy: assurance.pooled.accepted,
      shownByWrong: assurance.pooled.wrong,
      coverage: round(share(inside.map((one) => one.accepted)).value, 4),
      wrong: accepted.length === 0 ? null : round(share(accepted.map((one) => !one.right)).value, 4),
      outOfScopeAccepted: round(share(outside.map((one) => one.accepted)).value, 4),
      outOfScopeKept: round(share(outside.map((one) => one.kept)).value, 4),
    };
    say(JSON.stringify(found));
    rounds.push(found);
  }
  const shown = rounds.filter(({ threshold }) => threshold !== null);
  return {
    bound: BOUND,
    intents: ids.length,
    examples: EXAMPLES,
    outOfScopeExamples: OUT_OF_SCOPE_EXAMPLES,
    inScope: inScope.length,
    outOfScope: outOfScope.length,
    held: rounds.filter(({ wrong }) => (wrong ?? 0) <= BOUND.wrong).length,
    shown: shown.length,
    coverage: median(shown.map((found) => found.coverage)),
    outOfScopeKept: median(rounds.map((found) => found.outOfScopeKept)),
    rounds,
  };
}

const draw = (data: Clinc150, ids: readonly string[], seed: number) => ({
  intents: examplesOf(data, ids, EXAMPLES, seed),
  outOfScope: sample(data.outOfScope.slice(OUT_OF_SCOPE), OUT_OF_SCOPE_EXAMPLES, seed),
});
