import { atMost, upperLimit } from './binomial.ts';

/** How many wrong replies are too many, and how surely that must not happen. */
export interface Bound {
  /** The largest share of wrong ones among those that are accepted, in (0, 1). */
  readonly wrong: number;
  /** In (0, 1). */
  readonly confidence: number;
}

/** What a classifier made of a message that it had not learned, and whose intent is known. */
export interface Outcome {
  /** The likeliest intent. */
  readonly intent: string;
  /** How surely: `Classification.score`. */
  readonly score: number;
  /** False of what is about none of the intents, too. */
  readonly right: boolean;
}

/** What was found for a bound. */
export interface Showing {
  /** From this score on the bound holds; null where it can't be shown. */
  readonly threshold: number | null;
  /** How many messages score so, and how many of them are wrong; with null: where it failed. */
  readonly accepted: number;
  readonly wrong: number;
  /** The largest credible share of wrong ones among messages like those. */
  readonly upper: number;
  /** How many outcomes there were to show it by. */
  readonly outcomes: number;
}

/** A showing for intents that have outcomes enough, and one for all others together. */
export interface Assurance {
  readonly bound: Bound;
  readonly pooled: Showing;
  readonly perIntent: ReadonlyMap<string, Showing>;
}

/**
 * Wrong ones that the first look forgives. With 0 a single stray message near the top would end it all; each more asks for half
 * as many messages again before anything can be shown (bound of 3 %, confidence of 95 %: 99, 157, 208 …).
 */
const FORGIVEN = 1;

/** If the bound did not hold, so few wrong ones would be rarer than the confidence allows: `upperLimit` is within the bound. */
const shows = (wrong: number, n: number, bound: Bound): boolean =>
  atMost(wrong, n, bound.wrong) <= 1 - bound.confidence;

/** How many messages show the bound though so many of them are wrong. */
export function needed(wrong: number, bound: Bound): number {
  let n = Math.ceil(wrong / bound.wrong);
  while (!shows(wrong, n, bound)) n++;
  return n;
}

/**
 * Whether, and from which score on, outcomes show a bound. An intent with as many outcomes as the first look needs is judged by
 * its own; the others are pooled.
 */
export function assure(outcomes: readonly Outcome[], bound: Bound): Assurance {
  const enough = needed(FORGIVEN, bound);
  const own = [...Map.groupBy(outcomes, ({ intent }) => intent)].filter(([, some]) => some.length >= enough);
  const perIntent = new Map(own.map(([intent, some]) => [intent, lowestThreshold(some, bound)]));
  const others = outcomes.filter(({ intent }) => !perIntent.has(intent));
  return { bound, pooled: lowestThreshold(others, bound), perIntent };
}

/** Whether a bound was shown for messages like this one. What has no score never is. */
export function isAssured(assurance: Assurance, intent: string, score: number | undefined): boolean {
  const { threshold } = assurance.perIntent.get(intent) ?? assurance.pooled;
  return threshold !== null && score !== undefined && score >= threshold;
}

/**
 * The lowest score from which on the bound is shown. Many looks at the same outcomes would find one that passes by luck. So
 * the looks are fixed beforehand (the best-scoring 157, 208, … with 1, 2, … wrong, for 3 % and 95 %), taken from the strictest
 * down, and end with the first that fails: then all that passed hold together with the confidence of one (fixed sequence testing,
 * in Angelopoulos et al. 2021, "Learn then Test: Calibrating Predictive Algorithms to Achieve Risk Control").
 */
function lowestThreshold(outcomes: readonly Outcome[], bound: Bound): Showing {
  const sorted = outcomes.toSorted((a, b) => b.score - a.score);
  let shown: Showing | undefined;
  for (let forgiven = FORGIVEN; ; forgiven++) {
    const size = needed(forgiven, bound);
    if (size > sorted.length) break;
    const look = lookAt(sorted, sorted[size - 1]!.score, bound);
    if (!shows(look.wrong, look.accepted, bound)) return shown ?? { ...look, threshold: null };
    shown = look;
  }
  return shown ?? { ...lookAt(sorted, -Infinity, bound), threshold: null };
}

function lookAt(
  outcomes: readonly Outcome[],
  threshold: number,
  { confidence }: Bound,
): Showing & { threshold: number } {
  const accepted = outcomes.filter(({ score }) => score >= threshold);
  const wrong = accepted.filter(({ right }) => !right).length;
  const upper = upperLimit(wrong, accepted.length, confidence);
  return { threshold, accepted: accepted.length, wrong, upper, outcomes: outcomes.length };
}
