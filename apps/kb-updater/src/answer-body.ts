import type { Ticket } from '@throughline/contracts';
import { cleanMessage, sentences } from '@throughline/models';
import { isOneOff } from './one-off.ts';

/** The answer to a yes-or-no question also answers those who ask otherwise: 'Yes, we do.' becomes 'We do.' */
const OPENING = /^(?:yes|sure|certainly|of course|absolutely|gladly|sorry)[,!.]\s+(?=\S)/i;

/** A name, perhaps with the company: '— Tomasz', 'Tomasz, Mossbarrow'. */
const SIGNATURE = /^[–—-]?\s*\p{Lu}[\p{L}'’.-]*(?:,?\s+\p{Lu}[\p{L}'’.-]*){0,3}$/u;

const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What of a person's reply holds for everybody: no greeting, no closing, no sentence about this customer or this day. */
export function answerBody(reply: string, ticket: Ticket): string {
  const lines = cleanMessage({ subject: '', body: reply }).split('\n');
  while (lines.length > 1 && (lines.at(-1) === '' || SIGNATURE.test(lines.at(-1) ?? ''))) lines.pop();
  // Line by line: a list keeps its shape, and blank lines go on parting paragraphs.
  const kept = lines.map((line) =>
    line === ''
      ? ''
      : sentences(line)
          .map((sentence) => upper(sentence.replace(OPENING, '')))
          .filter((sentence) => !isOneOff(sentence, ticket))
          .join(' '),
  );
  const wasDropped = (i: number): boolean => kept[i] === '' && lines[i] !== '';
  return kept
    .filter((_, i) => !wasDropped(i))
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}
