/** White space folded to single spaces and typographic quotes made plain: two texts that read alike are equal. */
export const plain = (text: string): string =>
  text.normalize('NFKC').replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(/\s+/g, ' ').trim();

/** Whether `quote` occurs in `text` word for word; white space and the shape of quotation marks don't count. */
export const occursIn = (quote: string, text: string): boolean => plain(text).includes(plain(quote));

/** The plain text without the cited quotes: what the author added. */
export function withoutQuotes(text: string, quotes: readonly string[]): string {
  // Longest first: a short quote that is part of a long one must not tear it.
  const longestFirst = quotes.map(plain).toSorted((a, b) => b.length - a.length);
  return longestFirst.reduce((rest, quote) => (quote ? rest.replaceAll(quote, ' … ') : rest), plain(text));
}

/** Those phrases that occur in the text, at the start of a word and in any case: `guarantee` is found in `Guaranteed`. */
export function phrasesIn(text: string, phrases: readonly string[]): string[] {
  const searched = plain(text).toLowerCase();
  return phrases.filter((phrase) => {
    const wanted = plain(phrase).toLowerCase();
    for (let at = searched.indexOf(wanted); at >= 0; at = searched.indexOf(wanted, at + 1)) {
      if (!/[\p{L}\p{N}]$/u.test(searched.slice(Math.max(0, at - 2), at))) return true;
    }
    return false;
  });
}

/** Each value once, in the order of first appearance. */
export const unique = <T>(values: Iterable<T>): T[] => [...new Set(values)];
