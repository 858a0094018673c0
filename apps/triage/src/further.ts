import type { Signal, Triage } from '@throughline/contracts';
import type { Classification, SentenceClassification } from '@throughline/models';
import type { Intent } from '@throughline/workspace';

type Further = NonNullable<Triage['further']>;

/** How clearly a sentence by itself has to be about another matter. */
interface Clarity {
  readonly confidence: number;
  readonly scope: number;
  /** What the message's own intent may come to in it. */
  readonly own: number;
}

/**
 * Most sentences that seem to be about something else only tell how it came about ("I sent it back"). On the demo store's
 * messages these find 3 of 5 with two matters, and something in 3 of 256 others.
 */
const UNSAID: Clarity = { confidence: 0.9, scope: 0.18, own: 0.1 };
/** Where the customer says that there are several matters ("also", "two things") less is enough. */
const SAID: Clarity = { confidence: 0.7, scope: 0.09, own: 0.15 };
const FEWEST_WORDS = 4;

/** Other intents that single sentences are clearly about, each with the clearest one; in the order of the message. */
export function further(
  { sentences = [] }: Classification,
  intent: Triage['intent'],
  signals: readonly Signal[],
  intents: readonly Intent[],
): Further {
  if (!intent) return [];
  const clarity = signals.some(({ kind }) => kind === 'several_matters') ? SAID : UNSAID;
  const found = new Map<string, Further[number]>();
  for (const sentence of sentences) {
    const matter = matterOf(sentence, intents);
    if (!matter || !isAnother(sentence, matter, intent.id, clarity)) continue;
    if (matter.confidence > (found.get(matter.id)?.confidence ?? 0)) found.set(matter.id, matter);
  }
  return [...found.values()];
}

function matterOf(
  { text, candidates }: SentenceClassification,
  intents: readonly Intent[],
): Further[number] | undefined {
  const [best] = candidates;
  const known = intents.find(({ id }) => id === best?.id);
  if (!best || !known) return undefined;
  const { id, title, highStakes, queue } = known;
  return { id, title, confidence: best.confidence, highStakes, ...(queue !== undefined && { queue }), text };
}

function isAnother(
  { text, scope, candidates }: SentenceClassification,
  { id, confidence }: Further[number],
  own: string,
  least: Clarity,
): boolean {
  const ofOwn = candidates.find((candidate) => candidate.id === own)?.confidence ?? 0;
  return (
    id !== own &&
    confidence >= least.confidence &&
    scope >= least.scope &&
    ofOwn <= least.own &&
    text.split(/\s+/).length >= FEWEST_WORDS
  );
}
