const CODES: Readonly<Record<string, string>> = {
  '€': 'EUR', eur: 'EUR', euro: 'EUR', euros: 'EUR',
  '£': 'GBP', gbp: 'GBP', pound: 'GBP', pounds: 'GBP', quid: 'GBP',
  $: 'USD', usd: 'USD', dollar: 'USD', dollars: 'USD', bucks: 'USD',
  chf: 'CHF', francs: 'CHF', cad: 'CAD', aud: 'AUD', sek: 'SEK', nok: 'NOK', dkk: 'DKK', pln: 'PLN', '¥': 'JPY', jpy: 'JPY', '₹': 'INR', inr: 'INR', rupees: 'INR',
}; // prettier-ignore
const NUMBER = String.raw`\d{1,3}(?:[ '’.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?`;
const BEFORE = String.raw`(?<before>€|£|\$|¥|₹|\b(?:eur|gbp|usd|chf|cad|aud|inr|jpy)\b)\s?(?<after1>${NUMBER})(?!\d)`;
const AFTER = String.raw`(?<![\d.,])(?<after2>${NUMBER})\s?(?<after>€|£|\$|¥|₹|(?:euros?|eur|gbp|pounds?|quid|usd|dollars?|bucks|chf|francs|cad|aud|sek|nok|dkk|pln|jpy|inr|rupees)\b)`;

/** An amount of money that a text names. */
export interface Amount {
  readonly value: number;
  /** ISO 4217; `$` is taken for USD. */
  readonly currency: string;
  /** As it was written, where first. */
  readonly text: string;
}

/** The amounts of money in a text, in order, each once. Reads both 1,234.50 and 1.234,50. */
export function amounts(text: string): Amount[] {
  const found = new Map<string, Amount>();
  for (const { 0: raw, groups = {} } of text.matchAll(new RegExp(`${BEFORE}|${AFTER}`, 'gi'))) {
    const currency = CODES[(groups['before'] ?? groups['after'] ?? '').toLowerCase()];
    const value = numberOf(groups['after1'] ?? groups['after2'] ?? '');
    const key = `${value} ${currency}`;
    if (currency && value > 0 && !found.has(key)) found.set(key, { value, currency, text: raw });
  }
  return [...found.values()];
}

function numberOf(text: string): number {
  // What one or two digits follow at the end is the decimal mark; all else groups thousands.
  const [, whole = '', cents = ''] = /^(.*?)(?:[.,](\d{1,2}))?$/.exec(text) ?? [];
  return Number(`${whole.replace(/\D/g, '')}.${cents || '0'}`);
}
