import { assure, SentenceEmbedder, EnsembleClassifier, isAssured, unseenOutcomes } from '@throughline/models';
import { modelDir } from 'throughline/root';
import { share } from 'throughline/statistics';
import { examplesOf, readClinc150, sample } from '../clinc150/data.ts';
import { remembering } from '../clinc150/remembering.ts';
import { round } from '../stats.ts';
import type { DataContext } from './context.ts';

/** What came of the texts of one kind; those out of scope are the same for both. */
export interface Tried {
  /** Of the texts in scope, those that were accepted. */
  readonly coverage: number;
  /** Of all that were accepted, those that were wrong; null where nothing was. */
  readonly wrong: number | null;
}

/** What one draw of texts came to. */
export interface BoundRound {
  readonly seed: number;
  /** From this score on the bound was shown; null where it was not: then nothing is answered. */
  readonly threshold: number | null;
  /** By how many texts, and how many of them were wrong; of one that was not shown: where it failed. */
  readonly shownBy: number;
  readonly shownByWrong: number;
  /** Of the texts out of scope, those that were accepted, and those that the classifier alone took to be in scope. */
  readonly outOfScopeAccepted: number;
  readonly outOfScopeKept: number;
  /** Texts of the split that the examples are drawn from. */
  readonly alike: Tried;
  /** Texts of the dataset's test split, which is harder. */
  readonly test: Tried;
}

/** What `clinc-bound` found. */
export interface ClincBoundResult {
  readonly bound: { readonly wrong: number; readonly confidence: number };
  readonly intents: number;
  readonly examples: number;
  readonly outOfScopeExamples: number;
  readonly inScope: { readonly alike: number; readonly test: number };
  readonly outOfScope: number;
  /** Draws in which the bound was shown. */
  readonly shown: number;
  /** Draws in which no larger share than the bound's was wrong; those in which it was not shown count, for nothing is sent. */
  readonly held: { readonly alike: number; readonly test: number };
  readonly rounds: readonly BoundRound[];
}

const DOMAINS = ['banking', 'credit_cards'];
const EXAMPLES = 8;
const OUT_OF_SCOPE_EXAMPLES = 80;
/** Kept for trying, of each intent's training texts and of all out of scope; a draw takes its own from the others. */
const ALIKE = 30;
const OUT_OF_SCOPE = 300;
const BOUND = { wrong: 0.03, confidence: 0.95 };

/**
 * Whether a stated bound holds: two domains of CLINC150 with a few examples and some texts out of scope, drawn anew for each seed,
 * show it or not; then texts that no draw touches are tried, three in scope to one out of scope, as in what it is shown by.
 */
export async function clincBound({ data: folder, quick, seeds, say }: DataContext): Promise<ClincBoundResult> {
  const data = readClinc150(folder);
  const ids = DOMAINS.flatMap((domain) => data.domains[domain]!);
  const alike = examplesOf(data, ids, ALIKE, 0).flatMap(({ id, examples }) =>
    examples.map((text) => ({ text, intent: id })),
  );
  const kept = new Set(alike.map(({ text }) => text));
  const left = data.train.filter(({ text }) => !kept.has(text));
  const inScope = { alike, test: data.test.filter(({ intent }) => ids.includes(intent)) };
  const outOfScope = data.outOfScope.slice(0, OUT_OF_SCOPE).map((text) => ({ text, intent: null }));
  const embedder = remembering(await SentenceEmbedder.load(modelDir()));
  const rounds: BoundRound[] = [];
  for (let seed = 1; seed <= (quick ? 1 : seeds); seed++) {
    const intents = examplesOf({ ...data, train: left }, ids, EXAMPLES, seed);
    const nothing = sample(data.outOfScope.slice(OUT_OF_SCOPE), OUT_OF_SCOPE_EXAMPLES, seed);
    const classifier = await EnsembleClassifier.train(embedder, intents);
    const assurance = assure(await unseenOutcomes(embedder, intents, nothing), BOUND);
    const ask = async (texts: readonly { text: string; intent: string | null }[]): Promise<Said[]> => {
      const said: Said[] = [];
      for (const { text, intent } of texts) {
        // oxlint-disable-next-line no-await-in-loop -- one core does it, one after the other
        const { candidates, score, outOfScope: unknown } = await classifier.classify(text);
        const best = candidates[0]?.id ?? '';
        said.push({ accepted: !unknown && isAssured(assurance, best, score), kept: !unknown, right: best === intent });
      }
      return said;
    };
    const outside = await ask(outOfScope);
    const { threshold, accepted, wrong } = assurance.pooled;
    const found: BoundRound = {
      seed,
      threshold: threshold === null ? null : round(threshold),
      shownBy: accepted,
      shownByWrong: wrong,
      outOfScopeAccepted: round(share(outside.map((one) => one.accepted)).value, 4),
      outOfScopeKept: round(share(outside.map((one) => one.kept)).value, 4),
      alike: tried(await ask(inScope.alike), outside),
      test: tried(await ask(inScope.test), outside),
    };
    say(JSON.stringify(found));
    rounds.push(found);
  }
  const held = (kind: 'alike' | 'test'): number =>
    rounds.filter((found) => (found[kind].wrong ?? 0) <= BOUND.wrong).length;
  return {
    bound: BOUND,
    intents: ids.length,
    examples: EXAMPLES,
    outOfScopeExamples: OUT_OF_SCOPE_EXAMPLES,
    inScope: { alike: alike.length, test: inScope.test.length },
    outOfScope: outOfScope.length,
    shown: rounds.filter(({ threshold }) => threshold !== null).length,
    held: { alike: held('alike'), test: held('test') },
    rounds,
  };
}

interface Said {
  readonly accepted: boolean;
  readonly kept: boolean;
  readonly right: boolean;
}

function tried(inside: readonly Said[], outside: readonly Said[]): Tried {
  const accepted = [...inside, ...outside].filter((one) => one.accepted);
  return {
    coverage: round(share(inside.map((one) => one.accepted)).value, 4),
    wrong: accepted.length === 0 ? null : round(share(accepted.map(({ right }) => !right)).value, 4),
  };
}
