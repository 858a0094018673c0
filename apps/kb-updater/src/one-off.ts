import type { Ticket } from '@throughline/contracts';
import { cardNumbersIn, emailsIn, ibansIn, linksIn, moneyIn, phonesIn, sameMoney } from '@throughline/guardrails';

// What belongs to one customer or one day and not to the next reader. When in doubt a sentence is left out: an article
// that says too little is asked about again, one that says too much tells a stranger somebody's business.

/** An order, parcel or ticket number: '#4711', 'MB-10231', 'order 4711', or five digits and more. */
const NUMBERS =
  /(?<![\p{L}\p{N}])(?:#\s?\p{N}{2,}|\p{Lu}{1,6}-\p{N}{3,}[\p{L}\p{N}-]*|\p{L}{0,6}\p{N}{5,}\p{L}{0,3}|[Oo]rder (?:no\.? |number |id |ID )?\p{N}{3,})(?![\p{L}\p{N}])/gu;

/** What is true of a day. */
const THIS_DAY =
  /\b(?:today|tomorrow|yesterday|tonight|just now|this (?:morning|afternoon|evening|week|month)|(?:last|next) (?:night|week|month))\b/i;

/** What was done in this case: 'we have activated it', 'we've sent you'. 'Once we have checked it' states a rule. */
const OUR_DEED =
  /(?<!\b(?:after|once|when|whenever|as soon as|until|till|unless|if|before) )\b(?:(?:we|our team)(?: have| has)|we['’]ve)(?: (?:just|now|also|already|\w+ly))* (?:\w+ed|sent|made|put|told|found|given|taken|done|been|seen|spoken|written|set|got|paid|kept)\b/i;

/** Who writes 'I' states no rule. */
const ONE_PERSON = /(?<![\p{L}\p{N}])I(?:['’](?:m|ve|ll|d))?(?![\p{L}\p{N}'’-])/u;

/** Manners: they say nothing of the matter. */
const MANNERS =
  /^(?:many )?(?:thank(?:s| you)\b|(?:(?:we are|we['’]re) )?(?:(?:very|so|really|truly) )?sorry (?:for|about|to|that)\b|(?:we )?apolog|please accept|how (?:nice|lovely)|congratulations)/i;

/** The customer's names, as whole words. */
export const namesOf = ({ customer }: Ticket): RegExp | undefined => {
  const names = (customer.profile.name ?? '').split(/[\s,]+/).filter((part) => /^\p{L}[\p{L}'’-]+$/u.test(part));
  return names.length > 0 ? new RegExp(`(?<![\\p{L}\\p{N}])(?:${names.join('|')})(?![\\p{L}\\p{N}])`, 'gu') : undefined;
};

/** Whether a sentence of a reply speaks of this customer, this case or this day. */
export function isOneOff(sentence: string, ticket: Ticket): boolean {
  // Numbers in a link are part of an address that everybody may open.
  const text = linksIn(sentence).reduce((rest, link) => rest.replaceAll(link, ' '), sentence);
  const asked = moneyIn(`${ticket.subject}\n${ticket.body}`);
  return (
    MANNERS.test(text) ||
    THIS_DAY.test(text) ||
    OUR_DEED.test(text) ||
    ONE_PERSON.test(text) ||
    holdsBankDetails(text) ||
    personal(text, ticket).length > 0 ||
    moneyIn(text).some((amount) => asked.some((other) => sameMoney(amount, other)))
  );
}

/** The personal details in a text, as written: the customer's name, addresses, telephone and order numbers. */
export function personal(text: string, ticket: Ticket): string[] {
  const names = namesOf(ticket);
  const lower = text.toLowerCase();
  return [
    ...emailsIn(text).map((email) => text.slice(lower.indexOf(email), lower.indexOf(email) + email.length)),
    ...phonesIn(text, ticket.customer.profile.locale),
    ...(text.match(NUMBERS) ?? []),
    ...(names ? (text.match(names) ?? []) : []),
  ];
}

/** Account and card numbers are written in too many ways to be cut out: the sentence goes. */
export const holdsBankDetails = (text: string): boolean => ibansIn(text).length > 0 || cardNumbersIn(text).length > 0;
