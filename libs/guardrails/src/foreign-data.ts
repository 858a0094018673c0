import { emailsIn, ibansIn, phonesIn, samePhone } from './personal-data.ts';

/** Whose data a reply may name. */
export interface Owners {
  /** What the customer told us or we hold of them, as one text. */
  readonly record: string;
  /** BCP 47, for telephone numbers without a country code. */
  readonly locale: string | undefined;
  /** The shop's own addresses and numbers, and its domains: every address there is the shop's. */
  readonly contacts: readonly string[];
  readonly domains: readonly string[];
}

/**
 * E-mail addresses, telephone numbers and bank accounts in `text` that are neither the customer's nor the shop's. A
 * cited article is no excuse: a person's answer that became one may have held somebody's data.
 */
export function foreignPersonalData(text: string, { record, locale, contacts, domains }: Owners): string[] {
  const own = `${record}\n${contacts.join('\n')}`;
  const ownEmails = new Set(emailsIn(own));
  const ownPhones = [...phonesIn(own, locale), ...contacts];
  const ownAccounts = new Set(ibansIn(own));
  const atShop = (email: string): boolean => domains.some((d) => email.endsWith(`@${d}`) || email.endsWith(`.${d}`));
  return [
    ...emailsIn(text).filter((email) => !ownEmails.has(email) && !atShop(email)),
    ...phonesIn(text, locale).filter((phone) => !ownPhones.some((known) => samePhone(known, phone))),
    ...ibansIn(text).filter((iban) => !ownAccounts.has(iban)),
  ];
}
