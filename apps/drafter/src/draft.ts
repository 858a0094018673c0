import type { Draft, Ticket, Triage } from '@throughline/contracts';
import { cleanMessage, type Passage } from '@throughline/models';
import { compose } from './compose.ts';
import { wasTold, type EarlierAnswer } from './earlier-answers.ts';
import { grounding, isAboutIt, likeness, onlyAnswer, support } from './grounding.ts';

/** Below this nothing is proposed. The policy asks for more before a reply goes out by itself. */
const FLOOR = 0.35;
/** How much worse (in support) the next best passage may be where the best has been told already. */
const COMPARABLE = 0.18;
/** How near a second paragraph has to come to the best (in cosine) to be quoted with it. */
const AS_NEAR = 0.03;
/** How near (in likeness) two articles have to be for nobody to know which of them answers. */
const EQUALLY_NEAR = 0.0075;
/** How near a passage has to come to a question to count as its answer where several things are asked. */
const ANSWERS = 0.66;
/** How much nearer a passage on another matter has to come than the best on this one to put it in doubt. */
const RIVAL = 0.03;
/** What is left of the grounding if the reply passes over something that was asked, or a rival comes nearer. */
const PARTIAL = 0.6;

/** What a draft is made from. */
export interface Evidence {
  /** As the retriever found them. */
  readonly passages: readonly Passage[];
  /** What this customer was told on the same matter. */
  readonly told: readonly EarlierAnswer[];
  /** Where several questions are asked: the best passage for each by itself. */
  readonly perQuestion: readonly Passage[];
}

interface Rated extends Passage {
  readonly support: number;
  readonly grounding: number;
}

/**
 * A reply that quotes the passage that answers this message, or an abstention. To say nothing is better than to say
 * something wrong: what is about another matter, too far from the question, or what this customer was told before, is not said.
 */
export function draft(ticket: Ticket, triage: Triage, { passages, told, perQuestion }: Evidence): Draft {
  if (triage.language !== 'en' && triage.language !== 'und') {
    return abstain(
      'unsupported',
      `The message is in another language (${triage.language}); replies are in English.`,
      [],
    );
  }
  const message = cleanMessage(ticket);
  const only = onlyAnswer(passages, triage);
  const rate = (passage: Passage): Rated => {
    const isOnly = passage.articleId === only;
    const rated = [message, passage, triage, isOnly] as const;
    return { ...passage, support: support(...rated), grounding: grounding(...rated) };
  };
  const rated = passages.map(rate).toSorted((a, b) => b.support - a.support);
  const fitting = rated.filter((passage) => isAboutIt(passage, triage) && passage.grounding >= FLOOR);
  const best = fitting[0];
  if (!best) return abstain('no_passage', missing(triage, rated), rated);
  const unsaid = fitting.filter(({ quote }) => !wasTold(quote, told));
  const next = unsaid[0];
  if (!next || next.support < best.support - COMPARABLE) {
    return abstain('already_failed', `'${best.title}' was the answer before, and nothing else comes near.`, rated);
  }
  const quoted = withSecond(message, next, unsaid, triage);
  return {
    kind: 'reply',
    text: compose(
      ticket.customer.profile.name,
      quoted.map(({ quote }) => quote),
    ),
    citations: quoted.map(({ articleId, revision, quote }) => ({ articleId, revision, quote })),
    grounding: next.grounding * (passesOver(next, perQuestion) || hasRival(message, next, passages) ? PARTIAL : 1),
    writer: 'extractive',
  };
}

/**
 * A question often wants two paragraphs of an article: they are quoted in the order in which they stand there. Where
 * another article on the matter comes equally near, both are quoted: either may be what was meant.
 */
function withSecond(message: string, first: Rated, others: readonly Rated[], triage: Triage): Rated[] {
  const near = likeness(message, first);
  const equal = others.find(
    (other) =>
      other.articleId !== first.articleId &&
      isAboutIt(other, triage) &&
      likeness(message, other) >= near - EQUALLY_NEAR &&
      !wasTold(other.quote, [{ answer: first.quote, question: '', sameTicket: true }]),
  );
  if (equal) return [first, equal];
  const second = others.find(
    ({ articleId, position, cosine }) =>
      articleId === first.articleId && position !== first.position && cosine >= first.cosine - AS_NEAR,
  );
  return second ? [first, second].toSorted((a, b) => a.position - b.position) : [first];
}

/** True if what the message is nearest to is about something else: then triage and the knowledge base disagree. */
function hasRival(message: string, chosen: Passage, passages: readonly Passage[]): boolean {
  const own = likeness(message, chosen);
  return passages.some(
    (passage) =>
      !passage.intents.some((intent) => chosen.intents.includes(intent)) && likeness(message, passage) > own + RIVAL,
  );
}

/** True if one of the questions has its answer in an article about something else. */
function passesOver(chosen: Passage, perQuestion: readonly Passage[]): boolean {
  return perQuestion.some(
    ({ articleId, intents, cosine, questionCosine }) =>
      articleId !== chosen.articleId &&
      !intents.some((intent) => chosen.intents.includes(intent)) &&
      (cosine + questionCosine) / 2 >= ANSWERS,
  );
}

function missing({ intent }: Triage, rated: readonly Rated[]): string {
  if (!intent) return 'The message is about nothing that the taxonomy knows, and no article asks the same question.';
  if (!rated.some((passage) => isAboutIt(passage, { intent }))) return `There is no article on '${intent.title}'.`;
  return `The articles on '${intent.title}' don't seem to answer this question (best: ${rated[0]!.grounding.toFixed(2)}).`;
}

function abstain(reason: 'no_passage' | 'already_failed' | 'unsupported', why: string, rated: readonly Rated[]): Draft {
  const closest = new Map<string, number>();
  for (const { articleId, grounding: score } of rated) if (!closest.has(articleId)) closest.set(articleId, score);
  return {
    kind: 'abstention',
    missing: why,
    reason,
    closest: [...closest].slice(0, 3).map(([articleId, score]) => ({ articleId, score })),
    writer: 'extractive',
  };
}
