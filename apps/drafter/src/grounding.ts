import type { Triage } from '@throughline/contracts';
import { terms, type Passage } from '@throughline/models';

/** So much more likeness makes an article e times as probable. */
const SCALE = 0.04;
/** What an intent is worth that is not among triage's candidates: it may err. */
const LEAST = 0.03;
/** How near an intent without an article is taken to come: as near as messages come to what does not answer them. */
const ELSEWHERE = 0.54;
/** Below the first a passage does not answer, though it may be about the matter; from the second on that is not in doubt. */
const NEARNESS = { none: 0.44, enough: 0.62 };
/** So much nearer what is asked in other words may be taken for where triage is sure what the message is about, or further off where it isn't. */
const KNOWN_MATTER = 0.09;
/** So much further off may be what is all there is on the triaged intent: there is nothing to mistake it for. */
const ONLY = 0.05;
/** A sample question this near to the message asks the same. */
export const SAME_QUESTION = 0.85;

/** A passage, with how well it fits a message. */
export interface Rated extends Passage {
  /** How near it is to the message, whatever either is about. */
  readonly likeness: number;
  /** How surely it is near enough to be an answer at all, in [0, 1]. */
  readonly fit: number;
  /** How probable it is that its article is the one that answers, in [0, 1]. */
  readonly share: number;
  /** How sure it is that it holds the answer, in [0, 1]. */
  readonly grounding: number;
}

/**
 * Rates passages, the likeliest first. Triage and search are two witnesses that err in different places, so what they say is
 * multiplied (Bayes' rule): an article's share is its
 *
 *     confidence(intent) · exp(likeness / 0.04)
 *     likeness = 0.40 · cosine(message, passage) + 0.40 · cosine(message, nearest title or sample question) + 0.20 · overlap
 *
 * over the sum of all articles', with the likeness of its nearest passage; `overlap` is the share of the message's stems that
 * occur in the passage or its title. Candidates of triage that no article is about take part with a likeness of 0.54, so
 * that what nobody has written about yet is not answered with something else.
 *
 * Weights and scale are near those of a conditional logit on the sample questions of demo-saas, each put to a knowledge base
 * without it (0.42, 0.44, 0.14; 0.032; confidence counts in full); with the larger scale fewer wrong replies are sent. How
 * near is near enough was found on the tickets of both demo workspaces and their held-out ones, since no sample question goes
 * unanswered; a likeness counts for 0.09 · (confidence - ½) more there.
 */
export function rate(message: string, passages: readonly Passage[], triage: Heard): Rated[] {
  const near = passages.map((passage) => ({ ...passage, likeness: likeness(message, passage) }));
  const weights = new Map<string, number>();
  for (const { articleId, intents, likeness: nearness } of near) {
    const weight = confidence(intents, triage) * Math.exp((nearness - ELSEWHERE) / SCALE);
    weights.set(articleId, Math.max(weight, weights.get(articleId) ?? 0));
  }
  const taught = new Set(passages.flatMap(({ intents }) => intents));
  const elsewhere = heard(triage).filter(({ id }) => !taught.has(id));
  const sum = [...weights.values(), ...elsewhere.map((candidate) => candidate.confidence)].reduce((a, b) => a + b, 0);
  const only = onlyAnswer(passages, triage);
  return near
    .map((passage) => {
      const share = weights.get(passage.articleId)! / sum;
      const known = KNOWN_MATTER * (confidence(passage.intents, triage) - 0.5);
      const fit = fitOf(passage.likeness + known + (passage.articleId === only ? ONLY : 0));
      return { ...passage, share, fit, grounding: share * fit };
    })
    .toSorted((a, b) => b.share - a.share || b.likeness - a.likeness);
}

/** True if the article may be what the message is about: by an intent that triage thinks of, or by a sample question. */
export function isAboutIt({ intents, questionCosine }: Passage, triage: Heard): boolean {
  const thoughtOf = triage.intent !== null && heard(triage).some(({ id }) => intents.includes(id));
  return thoughtOf || questionCosine >= SAME_QUESTION;
}

/** Not above 1: which of several good ones is best is the share's to say. */
const fitOf = (nearness: number): number =>
  Math.min(1, Math.max(0, (nearness - NEARNESS.none) / (NEARNESS.enough - NEARNESS.none)));

/**
 * The one article on the triaged intent, if it is short enough to be a single answer (as a person's answer to one ticket
 * is): at most two paragraphs. Needs all passages of the intent's articles among `passages`.
 */
function onlyAnswer(passages: readonly Passage[], { intent }: Heard): string | undefined {
  const declared = passages.filter((passage) => intent !== null && passage.intents.includes(intent.id));
  const [articleId, ...others] = new Set(declared.map((passage) => passage.articleId));
  return others.length === 0 && declared.length <= 2 ? articleId : undefined;
}

type Heard = Pick<Triage, 'intent' | 'candidates'>;

/** What triage takes into account; a classifier may name its choice and no candidates. */
const heard = ({ intent, candidates }: Heard): readonly { id: string; confidence: number }[] =>
  candidates.length > 0 || intent === null ? candidates : [intent];

const confidence = (intents: readonly string[], triage: Heard): number =>
  heard(triage).reduce((most, { id, confidence: c }) => (intents.includes(id) ? Math.max(most, c) : most), LEAST);

function likeness(message: string, passage: Passage): number {
  return 0.4 * passage.cosine + 0.4 * passage.questionCosine + 0.2 * overlap(message, passage);
}

function overlap(message: string, { title, quote }: Passage): number {
  const asked = new Set(terms(message));
  const held = new Set(terms(`${title} ${quote}`));
  return asked.size === 0 ? 0 : [...asked].filter((stem) => held.has(stem)).length / asked.size;
}
