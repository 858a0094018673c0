import { type CountryCode, isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';
import validator from 'validator';
import { unique } from './text.ts';

/** The e-mail addresses in a text, in lower case. */
export const emailsIn = (text: string): string[] =>
  unique(
    [...text.matchAll(/[^\s<>()[\]"',;:/=?&@]{1,64}@[^\s<>()[\]"',;:/?&@]{1,255}/g)]
      .map(([raw]) => raw.replace(/[.!*_`’”]+$/u, '').toLowerCase())
      .filter((address) => validator.isEmail(address)),
  );

/**
 * The telephone numbers in a text, as written. `locale` (BCP 47, e.g. `en-IE`) says whose national numbers are meant;
 * without a region, any run of at least nine digits that starts with 0 counts.
 */
export function phonesIn(text: string, locale?: string): string[] {
  const country = regionOf(locale);
  const withoutDates = text.replace(
    /(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?!\d)/g,
    ' | ',
  );
  const candidates = withoutDates.matchAll(
    /(?<![\p{L}\p{N}+])(?:\+|\(?0|\(?\d{3}\)?[-. ]\d{3}[-. ](?=\d{4}(?!\d)))[\d .()/\u00a0-]{3,20}\d/gu,
  );
  return unique([...candidates].map(([raw]) => raw.trim())).filter((raw) => {
    const length = raw.replace(/\D/g, '').length;
    if (raw.startsWith('+')) return parsePhoneNumberFromString(raw)?.isPossible() ?? false;
    if (length < 9 || length > 15) return false;
    const parsed = country && parsePhoneNumberFromString(raw, country);
    return parsed ? parsed.isPossible() : true;
  });
}

/** Two spellings of one telephone number: the last eight digits agree, whatever country and trunk codes say. */
export const samePhone = (a: string, b: string): boolean => lastDigits(a) === lastDigits(b);
const lastDigits = (phone: string): string => phone.replace(/\D/g, '').slice(-8);

/** The international bank account numbers (checked by their check digits), without spaces. */
export const ibansIn = (text: string): string[] =>
  unique(
    [...text.matchAll(/(?<![\p{L}\p{N}])[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}(?![\p{L}\p{N}])/gu)]
      .map(([raw]) => raw.replace(/ /g, ''))
      .filter((iban) => validator.isIBAN(iban)),
  );

/** The payment card numbers in a text (issuer's prefix and Luhn's check digit), masked but for the last four digits. */
export const cardNumbersIn = (text: string): string[] =>
  unique(
    [...text.matchAll(/(?<!\d)\d(?:[ \u00a0.-]?\d){12,18}(?!\d)/g)]
      .map(([raw]) => raw.replace(/\D/g, ''))
      .filter((digits) => validator.isCreditCard(digits))
      .map((digits) => `**** ${digits.slice(-4)}`),
  );

function regionOf(locale: string | undefined): CountryCode | undefined {
  const region = /[-_]([A-Z]{2})\b/i.exec(locale ?? '')?.[1]?.toUpperCase();
  return region && isSupportedCountry(region) ? region : undefined;
}
