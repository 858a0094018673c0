import type { Draft, Ticket, Triage } from '@throughline/contracts';
import { cleanMessage, type Passage } from '@throughline/models';
import type { Tone } from '@throughline/workspace';
import { compose } from './compose.ts';
import { wasTold, type EarlierAnswer } from './earlier-answers.ts';
import { isAboutIt, rate, type Rated } from './grounding.ts';

/** Below this nothing is proposed. The policy asks for more before a reply goes out by itself. */
const FLOOR = 0.35;
/** How much further off (in likeness) the next best passage may be where the best has been told already. */
const COMPARABLE = 0.03;
/** How near a second paragraph has to come to the best (in cosine) to be quoted with it. */
const AS_NEAR = 0.03;
/** From this share on, another article on the matter may as well be what was meant. */
const WORTH_QUOTING = 0.2;
/** How near a passage has to come to a question to count as its answer where several things are asked. */
const ANSWERS = 0.66;
/** What is left of the grounding if the reply passes over something that was asked. */
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

/**
 * A reply that quotes the passage that answers this message, or an abstention. To say nothing is better than to say
 * something wrong: what is about another matter, too far from the question, or what this customer was told before, is not said.
 */
export function draft(ticket: Ticket, triage: Triage, { passages, told, perQuestion }: Evidence, tone: Tone): Draft {
  if (triage.language !== 'en' && triage.language !== 'und') {
    return abstain(
      'unsupported',
      `The message is in another language (${triage.language}); replies are in English.`,
      [],
    );
  }
  const rated = rate(cleanMessage(ticket), passages, triage);
  const fitting = rated.filter((passage) => isAboutIt(passage, triage));
  const [best] = fitting;
  if (!best || certainty(withSecond(best, fitting)) < FLOOR) {
    return abstain('no_passage', missing(triage, rated), rated);
  }
  const unsaid = fitting.filter(({ quote }) => !wasTold(quote, told));
  const next = unsaid.find(({ likeness }) => likeness >= best.likeness - COMPARABLE);
  if (!next) {
    return abstain('already_failed', `'${best.title}' was the answer before, and nothing else comes near.`, rated);
  }
  const quoted = withSecond(next, unsaid);
  return {
    kind: 'reply',
    text: compose(
      ticket,
      quoted.toSorted(inArticle).map(({ quote }) => quote),
      tone,
    ),
    citations: quoted.toSorted(inArticle).map(({ articleId, revision, quote }) => ({ articleId, revision, quote })),
    grounding: certainty(quoted) * (passesOver(next, perQuestion) ? PARTIAL : 1),
    writer: 'extractive',
  };
}

/**
 * A question often wants two paragraphs of an article. Where another article on the same intent may as well be what was
 * meant, its best paragraph is quoted instead: the customer sees at once which of the two it was.
 */
function withSecond(first: Rated, others: readonly Rated[]): Rated[] {
  const said = [{ answer: first.quote, question: '', sameTicket: true }];
  const other = others.find(
    ({ articleId, share, intents, quote }) =>
      articleId !== first.articleId &&
      share >= WORTH_QUOTING &&
      intents.some((intent) => first.intents.includes(intent)) &&
      !wasTold(quote, said),
  );
  if (other) return [first, other];
  const second = others.find(
    ({ articleId, position, cosine }) =>
      articleId === first.articleId && position !== first.position && cosine >= first.cosine - AS_NEAR,
  );
  return second ? [first, second] : [first];
}

/** Paragraphs of one article in the order in which they stand there; articles stay, the likelier first. */
const inArticle = (a: Rated, b: Rated): number => (a.articleId === b.articleId ? a.position - b.position : 0);

/** How sure it is that one of the quoted articles answers, in [0, 1]. */
function certainty(quoted: readonly Rated[]): number {
  const shares = new Map(quoted.map(({ articleId, share }) => [articleId, share]));
  return [...shares.values()].reduce((a, b) => a + b, 0) * quoted[0]!.fit;
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
  if (!rated.some(({ intents }) => intents.includes(intent.id))) return `There is no article on '${intent.title}'.`;
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
