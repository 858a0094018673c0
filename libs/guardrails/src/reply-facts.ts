import type { Facts } from './fact-types.ts';
import type { GateInput } from './facts.ts';
import { datesIn, sameDate, type WrittenDate } from './dates.ts';
import { foreignPersonalData } from './foreign-data.ts';
import { leadsTo, linksIn, normalLink } from './links.ts';
import { moneyIn, sameMoney } from './money.ts';
import { cardNumbersIn, emailsIn } from './personal-data.ts';
import type { PolicyDocument } from './policy-document.ts';
import { mentions, referencesIn } from './references.ts';
import { occursIn, phrasesIn, unique, withoutQuotes } from './text.ts';

/** What the output rules look at: what the text says that it has from nowhere, or that it must not say. */
export function replyFacts(input: GateInput, policy: PolicyDocument): Facts['reply'] {
  const { text, citations } = input.reply ?? { text: '', citations: [] };
  const quotes = citations.map((c) => c.quote);
  const cited = quotes.join('\n');
  const record = customerRecord(input);
  const { allowedDomains, allowedContacts: contacts, forbidden } = policy;
  const domains = allowedDomains ?? [];
  const { locale } = input.ticket.customer.profile;
  const links = linksIn(text);
  const citedLinks = linksOf(cited);
  const recordLinks = linksOf(record);
  const uncited = withoutQuotes(text, quotes);
  return {
    present: text.trim() !== '',
    text,
    citations: BigInt(citations.length),
    missingQuotes: quotes.filter((quote) => !occursIn(quote, text)),
    unverifiedQuotes: [...(input.quoteProblems?.(citations) ?? [])],
    // A link that came in a message is no source unless it is the shop's: else a forged sender could have us mail it on.
    unsourcedLinks: links.filter(
      (link) => !citedLinks.has(normalLink(link)) && !(recordLinks.has(normalLink(link)) && leadsTo(link, domains)),
    ),
    unsourcedEmails: missingFrom(emailsIn(text), emailsIn(`${cited}\n${record}\n${contacts.join('\n')}`)),
    unsourcedAmounts: unsourcedAmounts(text, `${cited}\n${record}`),
    unsourcedDates: unsourcedDates(text, [...datesIn(`${cited}\n${record}`), ...daysOf(input)]),
    unsourcedReferences: referencesIn(text, locale).filter((found) => !mentions(`${cited}\n${record}`, found)),
    offsiteLinks: allowedDomains
      ? links.filter((l) => !leadsTo(l, domains) && !citedLinks.has(normalLink(l)) && !recordLinks.has(normalLink(l)))
      : [],
    foreignPersonalData: foreignPersonalData(text, {
      record,
      locale,
      contacts,
      domains,
    }),
    cardNumbers: cardNumbersIn(text),
    forbidden: forbidden
      .filter(({ phrase, unlessCited }) => phrasesIn(unlessCited ? uncited : text, [phrase]).length > 0)
      .map(({ phrase }) => phrase),
  };
}

/** What the customer told us or we hold of them, as one text. */
function customerRecord({ ticket }: GateInput): string {
  const { profile, history, otherTickets = [] } = ticket.customer;
  return [
    ...Object.values(profile),
    ...otherTickets.map(({ ticketId }) => ticketId),
    ticket.subject,
    ticket.body,
    ...ticket.thread.map((m) => m.text),
    ...history.flatMap((entry) => [entry.question, entry.answer]),
  ].join('\n');
}

// An unreadable link is undefined, and must not count as found among other unreadable ones.
const linksOf = (text: string): Set<string | undefined> =>
  new Set(linksIn(text).flatMap((link) => normalLink(link) ?? []));

const missingFrom = (found: readonly string[], sources: readonly string[]): string[] =>
  found.filter((value) => !sources.includes(value));

function unsourcedAmounts(text: string, sources: string): string[] {
  const known = moneyIn(sources);
  return unique(
    moneyIn(text)
      .filter((amount) => !known.some((other) => sameMoney(amount, other)))
      .map((amount) => amount.raw),
  );
}

function unsourcedDates(text: string, known: readonly WrittenDate[]): string[] {
  return unique(
    datesIn(text)
      .filter((date) => !known.some((other) => sameDate(date, other)))
      .map(({ raw }) => raw),
  );
}

/** When the customer wrote and when they were answered: a reply may speak of their message of the 2nd of March. */
const daysOf = ({ ticket }: GateInput): WrittenDate[] =>
  [ticket.receivedAt, ...ticket.thread.map((m) => m.at), ...ticket.customer.history.map((e) => e.at)].flatMap((at) =>
    datesIn(at.slice(0, 10)),
  );
