import type { Citation } from '@throughline/contracts';
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
    if (!contains(tokens(found.body), tokens(quote))) return [`The quote is not in article ${articleId}: '${quote}'.`];
    return [];
  });
}

const tokens = (text: string): string[] => text.split(/\s+/).filter((token) => token !== '');

function contains(text: readonly string[], quote: readonly string[]): boolean {
  if (quote.length === 0) return false;
  return text.some((_, start) => quote.every((token, i) => text[start + i] === token));
}
