import { datesIn } from './dates.ts';
import { linksIn } from './links.ts';
import { phonesIn } from './personal-data.ts';
import { unique } from './text.ts';

const reference = /(?<![\p{L}\p{N}@.€$£-])(?=[A-Z0-9-]*\d{3})[A-Z0-9][A-Z0-9-]{4,}[A-Z0-9](?![\p{L}\p{N}@-]|[.,]\d)/gu;

/**
 * What looks like the number of an order, an invoice or a parcel: at least six capital letters and digits, three digits in a
 * row. `locale` tells telephone numbers, which are none, as dates and parts of links are.
 */
export function referencesIn(text: string, locale?: string): string[] {
  const others = [...linksIn(text), ...datesIn(text).map((d) => d.raw), ...phonesIn(text, locale)];
  const rest = others.reduce((left, other) => left.replaceAll(other, ' '), text);
  return unique([...rest.matchAll(reference)].map(([raw]) => raw));
}

/** Whether a reference occurs in a text; capitals and dashes don't count. */
export const mentions = (text: string, found: string): boolean => bare(text).includes(bare(found));
const bare = (text: string): string => text.replaceAll('-', '').toUpperCase();
