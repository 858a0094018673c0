import type { Signal, Ticket, Triage } from '@throughline/contracts';
import { type Assurance, cleanMessage, type Classification } from '@throughline/models';
import type { Intent } from '@throughline/workspace';
import { askedBefore } from './asked-before.ts';
import { assured } from './assured.ts';
import { entities } from './entities.ts';
import { further } from './further.ts';
import { priority } from './priority.ts';
import { sentiment } from './sentiment.ts';
import { signals } from './signals.ts';

/**
 * From this probability on, a high-stakes intent counts as a risk though another one is likelier. So low on purpose: one in sixty
 * routine replies of the demos waits for a person because of it, and a high-stakes message that is answered does far more harm.
 */
const WORTH_A_LOOK = 0.05;

/** What the models said about a message. */
export interface Findings {
  readonly classification: Classification;
  /** ISO 639-1 or `und`. */
  readonly language: string;
  /** Which classifier. */
  readonly model: string;
  /** What was shown for the workspace's bound; undefined where it states none. */
  readonly assurance?: Assurance | undefined;
}

/** Everything triage says of a message, from what the models found and the words themselves. */
export function triage(ticket: Ticket, findings: Findings, intents: readonly Intent[]): Triage {
  const { classification, language, model, assurance } = findings;
  const text = cleanMessage(ticket);
  // The models know English; what is too short to tell is taken for it.
  const understood = language === 'en' || language === 'und';
  const outOfScope = !understood || classification.outOfScope || classification.candidates.length === 0;
  const intent = outOfScope ? null : intentOf(classification, intents);
  const inWords = signals(ticket);
  const named = entities(ticket);
  const more = further(classification, intent, inWords, intents);
  const found = {
    intent,
    sentiment: sentiment(text),
    signals: [
      ...inWords,
      ...(understood ? unlikelyButGrave(classification, intent, intents) : []),
      ...askedBefore(ticket, intent),
    ],
  };
  return {
    ...found,
    candidates: understood ? classification.candidates.map(({ id, confidence }) => ({ id, confidence })) : [],
    ...(more.length > 0 && { further: more }),
    ...(named.length > 0 && { entities: named }),
    outOfScope,
    priority: priority(found, text),
    language,
    ...assured(assurance, intent?.id, classification),
    model,
  };
}

function intentOf({ candidates }: Classification, intents: readonly Intent[]): Triage['intent'] {
  const [best] = candidates;
  const intent = intents.find(({ id }) => id === best?.id);
  // A classifier may know intents that the taxonomy has dropped: those are about nothing we do.
  if (!best || !intent) return null;
  const { id, title, highStakes, queue } = intent;
  return { id, title, confidence: best.confidence, highStakes, ...(queue === undefined ? {} : { queue }) };
}

function unlikelyButGrave(
  { candidates }: Classification,
  intent: Triage['intent'],
  intents: readonly Intent[],
): Signal[] {
  const grave = new Set(intents.filter(({ highStakes }) => highStakes).map(({ id }) => id));
  return candidates
    .filter(({ id, confidence }) => grave.has(id) && id !== intent?.id && confidence >= WORTH_A_LOOK)
    .map(({ id, confidence }) => ({ kind: 'possible_high_stakes', evidence: `${id} ${confidence.toFixed(2)}` }));
}
