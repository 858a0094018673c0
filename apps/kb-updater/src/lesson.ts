import type { DataOf, TicketResolved } from '@throughline/contracts';
import { answerBody } from './answer-body.ts';
import type { Article } from './article.ts';
import { customerQuestion } from './customer-question.ts';

type Resolved = DataOf<typeof TicketResolved>;

/** What a resolved ticket teaches: an article on trial, or nothing and why. */
export type Lesson = { article: Omit<Article, 'updatedAt'> } | { skip: string };

/** Shorter than this, what remains of an answer answers nothing. */
const LEAST_CHARACTERS = 30;

/**
 * Signals that take nothing from an answer's use for others. Kinds are an open list: one that is not known here counts as
 * a risk. Anger and repeated contact are not harmless: what a person grants then is no rule for everybody.
 */
const HARMLESS = ['money'];

/** A person's own answer to what the knowledge base didn't hold becomes an article. Agents' answers never do. */
export function lesson(resolved: Resolved): Lesson {
  const reason = unfit(resolved);
  if (reason) return { skip: reason };
  const { ticketId, turn, ticket, triage, reply } = resolved;
  const body = answerBody(reply.text, ticket);
  const question = customerQuestion(ticket);
  if (body.length < LEAST_CHARACTERS) return { skip: 'nothing general remains of the answer' };
  if (!triage?.intent) return { skip: 'the intent is not known' };
  return {
    article: {
      articleId: learnedId(ticketId, turn),
      revision: 1,
      title: triage.intent.title,
      intents: [triage.intent.id],
      questions: question ? [question] : [],
      body,
      status: 'trial',
      origin: { kind: 'human', ticketId, by: reply.author.id },
    },
  };
}

function unfit({ reply, triage, draft }: Resolved): string | undefined {
  if (reply.author.kind !== 'human') return 'an agent answered';
  if (reply.kind !== 'answer') return 'a question back answers nothing';
  if (reply.review?.action !== 'write') return 'the person used a draft';
  if (draft?.kind !== 'abstention' || draft.reason !== 'no_passage') return 'the knowledge base held a passage';
  if (!triage?.intent) return 'the intent is not known';
  if (triage.intent.highStakes) return 'the intent is high-stakes';
  if (triage.language !== 'en') return `the language is '${triage.language}'`;
  const risk = triage.signals.find(({ kind }) => !HARMLESS.includes(kind));
  return risk ? `the message shows a sign of ${risk.kind}` : undefined;
}

/** One article a turn, so that a redelivery finds its own. */
export const learnedId = (ticketId: string, turn: number): string => {
  const safe = ticketId
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return turn === 1 ? `learned-${safe}` : `learned-${safe}-${turn}`;
};
