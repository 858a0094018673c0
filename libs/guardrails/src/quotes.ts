import type { Citation, DataOf, KbArticle } from '@throughline/contracts';

/** What of an article a quote is checked against. `status` retracted: nothing may be quoted from it. */
export type QuotedArticle = Pick<DataOf<typeof KbArticle>, 'revision' | 'body' | 'status'>;

/**
 * What is wrong with quotes, one sentence each; empty if every one stands word for word in its article as it is now
 * (white space may differ). A quote of an older revision is good as long as it still stands there; one of a revision that
 * nobody here has seen is not.
 */
export function quoteProblems(
  citations: readonly Citation[],
  article: (articleId: string) => QuotedArticle | undefined,
): string[] {
  return citations.flatMap(({ articleId, revision, quote }) => {
    const found = article(articleId);
    if (!found) return [`there is no article ${articleId}`];
    if (found.status === 'retracted') return [`article ${articleId} was retracted`];
    if (revision > found.revision)
      return [`revision ${revision} of article ${articleId} is not known here; ${found.revision} is`];
    if (!standsIn(quote, found.body)) return [`not in article ${articleId} (revision ${found.revision}): '${quote}'`];
    return [];
  });
}

/** Whether a quote stands word for word in a text; white space may differ. An empty quote stands nowhere. */
export const standsIn = (quote: string, text: string): boolean =>
  // Whole words: "we can" must not be found in "we cannot".
  quote.trim() !== '' && spaced(text).includes(spaced(quote));

const spaced = (text: string): string => ` ${text.trim().replace(/\s+/g, ' ')} `;
