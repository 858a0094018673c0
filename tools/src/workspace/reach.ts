import { SAME_QUESTION } from '@throughline/drafter/grounding';
import { PASSAGES } from '@throughline/drafter/rule';
import { type Article, cleanMessage, type Passage, type Retriever } from '@throughline/models';
import type { Located, Parts, WorkspaceArticle } from '@throughline/workspace';
import { type Finding, warning } from './finding.ts';

/** An article counts as reached among the first few that may be quoted. */
const FIRST = 3;
/** More tickets than these are sampled evenly: whatever they all miss, the rest will hardly find. */
const MOST_TICKETS = 1_000;

interface Query {
  readonly text: string;
  readonly intent: string | undefined;
}

/**
 * Articles that none of the sample tickets and examples finds, by the drafter's own search. Asks for as long as there are
 * any, likely finds first.
 */
export async function outOfReach(parts: Parts, retriever: Retriever, step: () => void): Promise<Finding[]> {
  const left = new Map(parts.articles.map((article) => [article.value.articleId, article]));
  for (const { text, intent } of queries(parts)) {
    if (left.size === 0) break;
    const passages = await retriever.search(text, { k: PASSAGES, intent });
    for (const articleId of quotable(passages, intent)) left.delete(articleId);
    step();
  }
  const message =
    'no ticket and no example of an intent finds it; name the intents that it answers, and questions as customers put them';
  return [...left.values()].map((article) => warning('out-of-reach', article, ['questions'], message));
}

/** The drafter quotes what declares the ticket's intent, or asks nearly the same as the message. */
function quotable(passages: readonly Passage[], intent: string | undefined): string[] {
  const about = passages.filter(
    ({ intents, questionCosine }) =>
      (intent !== undefined && intents.includes(intent)) || questionCosine >= SAME_QUESTION,
  );
  return [...new Set(about.map(({ articleId }) => articleId))].slice(0, FIRST);
}

/** What customers may ask, as far as the workspace knows. */
export function queries({ intents, tickets }: Parts): Query[] {
  const every = Math.max(1, Math.ceil(tickets.length / MOST_TICKETS));
  return [
    ...intents.flatMap(({ value }) => value.examples.map((text) => ({ text, intent: value.id }))),
    ...tickets
      .filter((_, i) => i % every === 0)
      .map(({ value }) => ({ text: cleanMessage(value), intent: value.expect?.intent ?? undefined })),
  ];
}

/** An article of a workspace as the retriever takes it. */
export const asArticle = ({ value }: Located<WorkspaceArticle>): Article => {
  const { articleId, title, intents, questions, body } = value;
  const updatedAt = '1970-01-01T00:00:00.000Z';
  return {
    articleId,
    revision: 1,
    title,
    intents,
    questions,
    body,
    status: 'active',
    origin: { kind: 'workspace' },
    updatedAt,
  };
};
