import type { Signal, Ticket } from '@throughline/contracts';
import { stripQuotes } from '@throughline/models';
import { amounts } from './amounts.ts';
import { SIGNAL_WORDS } from './signal-words.ts';

const MOST_WORDS = 3;

/**
 * What in a message asks for care, with the words that gave rise to it: one signal a kind, one an amount of money. Looks
 * at what the customer wrote now, signature included; for injected instructions also at what is quoted.
 */
export function signals({ subject, body }: Pick<Ticket, 'subject' | 'body'>): Signal[] {
  const own = spaced(`${subject}\n${stripQuotes(body)}`);
  // Without the marks of quoting, or nothing in a forwarded mail would begin a line.
  const everything = spaced(`${subject}\n${body.replaceAll(/^[>\s]+/gm, '')}`);
  const byWords = Object.entries(SIGNAL_WORDS).flatMap(([kind, patterns]): Signal[] => {
    const found = wordsFound(kind === 'prompt_injection' ? everything : own, patterns);
    return found.length > 0 ? [{ kind, evidence: found.join('; ') }] : [];
  });
  const money = amounts(own).map(({ value, currency }) => ({ kind: 'money', evidence: `${value} ${currency}` }));
  return [...byWords, ...hiddenText(everything), ...money];
}

/** True where the customer says that there are several matters ("also", "two things"). */
export const severalMatters = ({ subject, body }: Pick<Ticket, 'subject' | 'body'>): boolean =>
  wordsFound(spaced(`${subject}\n${stripQuotes(body)}`), SIGNAL_WORDS.several_matters).length > 0;

/** Each run of white space as one: patterns that begin with any of it would take its square in time. */
const spaced = (text: string): string => text.replaceAll(/\s+/g, (run) => (run.includes('\n') ? '\n' : ' '));

function wordsFound(text: string, patterns: readonly RegExp[]): string[] {
  const found = patterns.flatMap((pattern) => pattern.exec(text)?.[0].replace(/\s+/g, ' ').trim().slice(0, 120) ?? []);
  return [...new Set(found)].slice(0, MOST_WORDS);
}

/** Nobody types characters that can't be seen: they carry instructions past the eye of a reviewer. */
function hiddenText(text: string): Signal[] {
  const tags = text.match(/[\u{E0020}-\u{E007F}]{4,}|[\u200B\u200C\u2060\u2062-\u2064]{8,}/u);
  return tags ? [{ kind: 'prompt_injection', evidence: `${tags[0].length} invisible characters` }] : [];
}
