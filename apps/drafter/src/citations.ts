import type { Citation } from '@throughline/contracts';
import { standsIn } from '@throughline/guardrails';
import type { Article } from '@throughline/models';

/**
 * Checks quotes word by word against the articles they name. White space may differ, nothing else.
 *
 * @returns what is wrong, one sentence each; empty if every quote stands in that revision of its article.
 */
export function checkCitations(
  citations: readonly Citation[],
  article: (articleId: string) => Pick<Article, 'revision' | 'body'> | undefined,
): string[] {
  return citations.flatMap(({ articleId, revision, quote }) => {
    const found = article(articleId);
    if (!found) return [`Article ${articleId} doesn't exist (any more).`];
    if (found.revision !== revision) return [`Article ${articleId} is at revision ${found.revision}, not ${revision}.`];
    if (!standsIn(quote, found.body)) return [`The quote is not in article ${articleId}: '${quote}'.`];
    return [];
  });
}
