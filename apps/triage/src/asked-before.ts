import type { Signal, Ticket, Triage } from '@throughline/contracts';
import { sentences } from '@throughline/models';

const SAME_MATTER_DAYS = 14;
/** A promise is kept in view for longer: two weeks may be what it was about. */
const PROMISE_DAYS = 30;
const MOST_CHARACTERS = 160;

/** Somebody will do something for this customer, by the words of a person; articles, too, say what we will do, but for all. */
const PROMISE =
  /\b(?:i|we)(?:['’]ll| will| shall)\b|\byou(?:['’]ll| will| shall) (?:get|have|hear|receive)\b|\bwill (?:be (?:called|credited|delivered|in touch|refunded|replaced|sent)|bring|call|come|contact|credit|deliver|email|get back|let you know|look into|phone|refund|replace|ring|send|write)\b/i;

/** What a customer was told by a person, on this ticket or another. */
interface Told {
  readonly ticketId?: string;
  readonly at: string;
  readonly answer: string;
}

/**
 * What says that the customer comes back to a matter: a promise that a person made on this ticket or on the same intent within
 * 30 days, else the same intent within two weeks: whatever was answered, it did not end it.
 */
export function askedBefore(ticket: Ticket, intent: Triage['intent']): Signal[] {
  const { receivedAt, customer, thread } = ticket;
  const same = customer.history.filter((entry) => entry.intent !== undefined && entry.intent === intent?.id);
  const promise = lastPromise(receivedAt, [
    ...same.filter(({ answeredBy }) => answeredBy === 'human'),
    ...thread.filter(({ from }) => from === 'human').map(({ at, text }) => ({ at, answer: text })),
  ]);
  if (promise) return [{ kind: 'repeat_contact', evidence: promise }];
  const earlier = same.findLast(({ at }) => daysBetween(at, receivedAt) <= SAME_MATTER_DAYS);
  return earlier ? [{ kind: 'repeat_contact', evidence: `asked in ${earlier.ticketId} on ${day(earlier.at)}` }] : [];
}

/** The last promise with its day, in the words in which it was made. */
function lastPromise(receivedAt: string, told: readonly Told[]): string | undefined {
  return told
    .filter(({ at }) => daysBetween(at, receivedAt) <= PROMISE_DAYS)
    .flatMap(({ ticketId, at, answer }) => {
      const words = sentences(answer).find((sentence) => PROMISE.test(sentence));
      const place = ticketId === undefined ? 'here' : `in ${ticketId}`;
      return words === undefined ? [] : [`promised ${place} on ${day(at)}: ${words.slice(0, MOST_CHARACTERS)}`];
    })
    .at(-1);
}

const day = (at: string): string => at.slice(0, 10);
const daysBetween = (a: string, b: string): number => Math.abs(Date.parse(b) - Date.parse(a)) / 86_400_000;
