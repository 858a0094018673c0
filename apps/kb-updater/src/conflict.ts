import {
  type DataOf,
  type EventOf,
  type ReviewDecided,
  ReviewRequested,
  type TicketResolved,
} from '@throughline/contracts';
import type { Article } from './article.ts';
import { answeredAnew } from './learn.ts';

/** The human queue of what the knowledge base should say. */
export const queue = 'knowledge';

/** An answer that contradicts an article, until a person has decided. */
export interface Conflict {
  /** The review. */
  _id: string;
  /** The article as it was. */
  there: Pick<Article, 'articleId' | 'revision' | 'title' | 'body'>;
  lesson: Article;
  why: string;
}

export const conflictId = (lesson: Pick<Article, 'articleId'>): string => `kb.${lesson.articleId}`;

export const conflictOf = (lesson: Article, contradicts: Article, why: string): Conflict => {
  const { articleId, revision, title, body } = contradicts;
  return { _id: conflictId(lesson), there: { articleId, revision, title, body }, lesson, why };
};

/** Asks a person, with both texts. */
export const asks = ({ _id, there, lesson, why }: Conflict, resolved: DataOf<typeof TicketResolved>) => {
  const { ticketId, customerId, turn, ticket, triage } = resolved;
  return ReviewRequested.of({
    ticketId,
    customerId,
    turn,
    reviewId: _id,
    kind: 'conflict',
    queue,
    reasons: [`The answer on this ticket contradicts article ${there.articleId} ('${there.title}'). ${why}`],
    rules: [],
    ticket,
    ...(triage && { triage }),
    knowledge: { article: there, proposed: { question: lesson.questions[0] ?? '', body: lesson.body } },
  });
};

/**
 * The article as the person decided: the new answer (approve), their own text (edit, write), or, undefined, as it stands.
 * What a person decided needs no trial.
 */
export function settled(
  article: Article,
  { lesson }: Conflict,
  { data: { action, text }, time }: EventOf<typeof ReviewDecided>,
): Article | undefined {
  const body = action === 'approve' ? lesson.body : action === 'edit' || action === 'write' ? text : undefined;
  return body ? answeredAnew(article, body, { questions: lesson.questions, updatedAt: time }, 'active') : undefined;
}
