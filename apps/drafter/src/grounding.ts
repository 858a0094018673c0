import type { Triage } from '@throughline/contracts';
import { terms, type Passage } from '@throughline/models';

/** A sample question this near to the message asks the same: then the article fits whatever its intents say. */
const SAME_QUESTION = 0.85;

/**
 * How well a passage holds the answer to a message, in [0, 1]:
 *
 *     fit(0.40 · cosine(message, passage) + 0.40 · cosine(message, nearest title or sample question) + 0.20 · overlap) · agreement
 *
 * - `fit` maps 0.48 (what a message comes to that asks nothing the article answers) to 0 and 0.65 (hardly ever wrong) to 1.
 * - `overlap` is the share of the message's stems that occur in the passage or its title.
 * - `agreement` is 0.7 + 0.3 · confidence if the article declares the triaged intent; 0.9 - 0.3 · confidence if it does not,
 *   but a sample question asks the same (cosine ≥ 0.85); and 0.3 otherwise: near in words, but about something else.
 *
 * The weights and the scale were found on the demo store, mostly on its first wave: where the intent is right, the first
 * passage is of the right article in 68 of 68 messages there, and in 66 of 66 of the second.
 *
 * `only` says that the passage is all there is on the triaged intent: there is nothing to mistake it for, so `fit` maps
 * 0.43 to 0 and 0.60 to 1.
 */
export function grounding(message: string, passage: Passage, triage: Pick<Triage, 'intent'>, only = false): number {
  return Math.min(1, fit(message, passage, only)) * agreement(passage, triage);
}

/** `grounding` whose `fit` goes on above 1, to put passages in order: of several good ones one is the best. */
export function support(message: string, passage: Passage, triage: Pick<Triage, 'intent'>, only = false): number {
  return fit(message, passage, only) * agreement(passage, triage);
}

const fit = (message: string, passage: Passage, only: boolean): number =>
  Math.max(0, (likeness(message, passage) - (only ? 0.43 : 0.48)) / 0.17);

/** How near a passage is to a message, whatever either is about: the sum that `grounding` scales. */
export function likeness(message: string, passage: Passage): number {
  return 0.4 * passage.cosine + 0.4 * passage.questionCosine + 0.2 * overlap(message, passage);
}

/**
 * The one article on the triaged intent, if it is short enough to be a single answer (as a person's answer to one ticket
 * is): at most two paragraphs. Needs all passages of the intent's articles among `passages`.
 */
export function onlyAnswer(passages: readonly Passage[], { intent }: Pick<Triage, 'intent'>): string | undefined {
  const declared = passages.filter((passage) => intent !== null && passage.intents.includes(intent.id));
  const [articleId, ...others] = new Set(declared.map((passage) => passage.articleId));
  return others.length === 0 && declared.length <= 2 ? articleId : undefined;
}

/** True if the article is about what the message is about: by its declared intents, or by a sample question. */
export function isAboutIt(passage: Passage, { intent }: Pick<Triage, 'intent'>): boolean {
  return (intent !== null && passage.intents.includes(intent.id)) || passage.questionCosine >= SAME_QUESTION;
}

function agreement(passage: Passage, { intent }: Pick<Triage, 'intent'>): number {
  if (intent !== null && passage.intents.includes(intent.id)) return 0.7 + 0.3 * intent.confidence;
  return passage.questionCosine >= SAME_QUESTION ? 0.9 - 0.3 * (intent?.confidence ?? 0) : 0.3;
}

function overlap(message: string, { title, quote }: Passage): number {
  const asked = new Set(terms(message));
  const held = new Set(terms(`${title} ${quote}`));
  return asked.size === 0 ? 0 : [...asked].filter((stem) => held.has(stem)).length / asked.size;
}
