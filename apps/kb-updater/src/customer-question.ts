import type { Ticket } from '@throughline/contracts';
import { cleanMessage, sentences } from '@throughline/models';
import { holdsBankDetails, personal } from './one-off.ts';

const MOST_SENTENCES = 4;
const MOST_CHARACTERS = 300;

/** How this customer asked: subject and first sentences, up to the one that asks, without what says who they are. */
export function customerQuestion(ticket: Ticket): string {
  const said = sentences(cleanMessage(ticket))
    .filter((sentence) => !holdsBankDetails(sentence))
    .map((sentence) => impersonal(sentence, ticket))
    .filter((sentence) => /\p{L}{2}/u.test(sentence));
  // The first may be the subject, which is short even where it asks.
  const asks = said.findIndex((sentence, i) => i > 0 && sentence.endsWith('?'));
  const first = said.slice(0, asks > 0 ? Math.min(asks + 1, MOST_SENTENCES) : MOST_SENTENCES - 1);
  const text = first.map((sentence) => (/[\p{L}\p{N}]$/u.test(sentence) ? `${sentence}.` : sentence)).join(' ');
  return text.length <= MOST_CHARACTERS ? text : text.slice(0, text.lastIndexOf(' ', MOST_CHARACTERS)).trim();
}

const impersonal = (sentence: string, ticket: Ticket): string =>
  personal(sentence, ticket)
    .reduce((rest, detail) => rest.replaceAll(detail, ' '), sentence)
    .replace(/\s+/g, ' ')
    .replace(/ (?=[,.;:!?)])/g, '')
    // What is left of a smiley, or of what was cut out before.
    .replace(/^[\s,.;:!?)]+/, '')
    .trim();
