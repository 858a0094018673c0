/** An amount of money as somebody wrote it. `currency` is an ISO 4217 code, or the sign where that is ambiguous. */
export interface Money {
  readonly value: number;
  readonly currency: string;
  readonly raw: string;
}

const names: readonly (readonly [pattern: string, currency: string])[] = [
  ['€|EUR|euros?', 'EUR'],
  ['£|GBP|pounds?|quid', 'GBP'],
  ['\\$|US\\$|USD|dollars?|bucks', 'USD'],
  ['CHF|Fr\\.|francs?|Franken', 'CHF'],
  ['¥|JPY|yen', 'JPY'],
  ['₹|INR|Rs\\.?|rupees?', 'INR'],
  ['zł|PLN', 'PLN'],
  ['SEK', 'SEK'],
  ['NOK', 'NOK'],
  ['DKK', 'DKK'],
  ['kr', 'kr'],
  ['CAD|C\\$', 'CAD'],
  ['AUD|A\\$', 'AUD'],
];
const currency = `(?:${names.map(([pattern]) => pattern).join('|')})`;
const number = "\\d{1,3}(?:[ .,'’\u00a0\u202f]\\d{3})+(?:[.,]\\d{1,2})?|\\d+(?:[.,]\\d{1,2})?";
const word = '[\\p{L}\\p{N}]';
const amounts = new RegExp(
  `(?<!${word})(?<before>${currency})\\s?(?<n1>${number})(?<k1>k(?!${word}))?` +
    `|(?<!${word}|[.,])(?<n2>${number})(?<k2>k)?[\\s-]?(?<after>${currency})(?!${word})`,
  'giu',
);

/** The amounts of money in a text, e.g. `€4.95`, `4,95 €`, `EUR 1.234,56`, `2k euros`. Amounts in words are not found. */
export function moneyIn(text: string): Money[] {
  return [...text.matchAll(amounts)].map(({ 0: raw, groups = {} }) => {
    const { before, after, n1, n2, k1, k2 } = groups as Record<string, string | undefined>;
    const value = toNumber(n1 ?? n2 ?? '') * (k1 || k2 ? 1000 : 1);
    return { value, currency: currencyOf(before ?? after ?? ''), raw: raw.trim() };
  });
}

/** Two amounts are the same money, however they are written. */
export const sameMoney = (a: Money, b: Money): boolean => a.value === b.value && a.currency === b.currency;

const currencyOf = (sign: string): string =>
  names.find(([pattern]) => new RegExp(`^(?:${pattern})$`, 'iu').test(sign))?.[1] ?? sign;

/** The last separator is a decimal one if one or two digits follow it; every other groups thousands. */
function toNumber(digits: string): number {
  const [, whole = digits, cents = '0'] = /^(.*)[.,](\d{1,2})$/.exec(digits) ?? [];
  return Number(`${whole.replace(/\D/g, '')}.${cents}`);
}
