/** A date as somebody wrote it, with every way to read it: `3/5/2026` is the 3rd of May or the 5th of March. */
export interface WrittenDate {
  readonly raw: string;
  /** Days of the year as `month-day`, e.g. `3-5`. */
  readonly days: readonly string[];
  readonly year: number | undefined;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const month =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?';
const day = '\\d{1,2}(?:st|nd|rd|th)?';
const written = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?<iso>\\d{4}-\\d{1,2}-\\d{1,2})|(?<numeric>\\d{1,2}([./-])\\d{1,2}\\3\\d{4})|` +
    `(?<d1>${day}) (?:of )?(?<m1>${month})(?:,? (?<y1>\\d{4}))?|(?<m2>${month}) (?<d2>${day})(?:,? (?<y2>\\d{4}))?)(?![\\p{L}\\p{N}])`,
  'giu',
);

/** The dates in a text, in digits or with an English month; days of the week and `tomorrow` are none. */
export const datesIn = (text: string): WrittenDate[] =>
  [...text.matchAll(written)].map(({ 0: raw, groups = {} }) => {
    const { iso, numeric, d1, m1, y1, d2, m2, y2 } = groups as Record<string, string | undefined>;
    const numbers = (iso ?? numeric ?? '').split(/\D/).map(Number);
    const [a = 0, b = 0, c = 0] = numbers;
    if (iso !== undefined) return { raw, days: [`${b}-${c}`], year: a };
    if (numeric !== undefined) return { raw, days: [`${a}-${b}`, `${b}-${a}`], year: c };
    const year = y1 ?? y2;
    const number = months.indexOf((m1 ?? m2 ?? '').slice(0, 3).toLowerCase()) + 1;
    return {
      raw,
      days: [`${number}-${parseInt(d1 ?? d2 ?? '', 10)}`],
      year: year === undefined ? undefined : Number(year),
    };
  });

/** Two dates may be the same day, however they are written; a year that is left out fits any. */
export const sameDate = (a: WrittenDate, b: WrittenDate): boolean =>
  a.days.some((d) => b.days.includes(d)) && (a.year === undefined || b.year === undefined || a.year === b.year);
