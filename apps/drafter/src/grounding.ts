import type { Triage } from '@throughline/contracts';
import { terms, type Passage } from '@throughline/models';

/** A sample question this near to the message asks the same: then the article fits whatever its intents say. */
const SAME_QUESTION = 0.85;

/**
 * How well a passage holds the answer to a message, in [0, 1]:
 *
 *     fit(0.60 · cosine(message, passage) + 0.30 · cosine(message, nearest title or sample question) + 0.10 · overlap) · agreement
 *
 * - `fit` maps 0.50 (what unrelated texts come to with bge-small) to 0 and 0.80 (a paragraph that restates the question) to 1.
 * - `overlap` is the share of the message's stems that occur in the passage or its title.
 * - `agreement` is 0.7 + 0.3 · confidence if the article declares the triaged intent, 0.9 if a sample question asks the
 *   same (cosine ≥ 0.85), and 0.3 otherwise: near in words, but about something else.
 *
 * The weights order passages best (leave-one-out over sample questions); the scale is near the share of right articles there.
 *
 * `only` says that the passage is all there is on the triaged intent: there is nothing to mistake it for, so `fit` maps
 * 0.45 to 0 and 0.75 to 1.
 */
export function grounding(message: string, passage: Passage, triage: Pick<Triage, 'intent'>, only = false): number {
  const { cosine, questionCosine } = passage;
  const likeness = 0.6 * cosine + 0.3 * questionCosine + 0.1 * overlap(message, passage);
  const fit = Math.min(1, Math.max(0, (likeness - (only ? 0.45 : 0.5)) / 0.3));
  return fit * agreement(passage, triage);
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
  const declared = intent !== null && passage.intents.includes(intent.id) ? 0.7 + 0.3 * intent.confidence : 0.3;
  return passage.questionCosine >= SAME_QUESTION ? Math.max(declared, 0.9) : declared;
}

function overlap(message: string, { title, quote }: Passage): number {
  const asked = new Set(terms(message));
  const held = new Set(terms(`${title} ${quote}`));
  return asked.size === 0 ? 0 : [...asked].filter((stem) => held.has(stem)).length / asked.size;
}
