import {
  cardNumbersIn,
  emailsIn,
  ibansIn,
  linksIn,
  moneyIn,
  normalLink,
  phonesIn,
  sameMoney,
} from '@throughline/guardrails';
import type { Placeholders } from '@throughline/llm';
import { words } from '@throughline/models';
import { z } from 'zod';

/** What a language model has to answer. */
export const LlmReply = z.object({
  answers: z.boolean(),
  text: z.string().max(4_000),
  citations: z.array(z.object({ passage: z.string(), quote: z.string() })).max(20),
});

/** A reply that passed: its text with personal data put back, and the passages that it cites. */
export interface CheckedReply {
  readonly text: string;
  readonly cited: readonly string[];
}

const FEWEST_WORDS = 3;

/**
 * Checks a model's reply against the passages (by id) and the message as the model saw it: quotes word by word (marks and case don't count); no link,
 * amount, number or address that is not in a cited passage. `declined`: the passages don't answer, says the model.
 *
 * @returns what is wrong, one sentence each, in words that hold no personal data
 * @throws PlaceholderError
 */
export function checkReply(
  reply: z.output<typeof LlmReply>,
  passages: ReadonlyMap<string, string>,
  message: string,
  placeholders: Placeholders,
): { value: CheckedReply | 'declined' } | { problems: string[] } {
  if (!reply.answers) return { value: 'declined' };
  const text = placeholders.restore(reply.text.trim());
  const cited = [...new Set(reply.citations.map(({ passage }) => passage))];
  const sources = cited.map((id) => passages.get(id) ?? '').join('\n');
  const problems = [
    ...(text === '' ? ['The text is empty.'] : []),
    ...(cited.length === 0 ? ['No passage is cited.'] : []),
    ...citationProblems(reply.citations, passages),
    ...strangers(reply.text, sources, message),
  ];
  return problems.length > 0 ? { problems } : { value: { text, cited } };
}

function citationProblems(
  citations: z.output<typeof LlmReply>['citations'],
  passages: ReadonlyMap<string, string>,
): string[] {
  return citations.flatMap(({ passage, quote }) => {
    const body = passages.get(passage);
    if (body === undefined) return [`There is no passage ${passage}.`];
    const [said, there] = [words(quote), words(body)];
    // A passage that is shorter than that may be quoted whole.
    if (said.length < Math.min(FEWEST_WORDS, there.length)) return [`The quote of passage ${passage} is too short.`];
    if (` ${there.join(' ')} `.includes(` ${said.join(' ')} `)) return [];
    return [`The quote of passage ${passage} does not stand there word for word.`];
  });
}

/** What the reply names and no cited passage does. Other numbers may come from the message, too. */
function strangers(text: string, sources: string, message: string): string[] {
  const known = new Set(linksIn(sources).map(normalLink));
  const links = linksIn(text).filter((link) => normalLink(link) === undefined || !known.has(normalLink(link)));
  const money = moneyIn(sources);
  const amounts = moneyIn(text).filter((amount) => !money.some((other) => sameMoney(amount, other)));
  const addresses = [emailsIn, (s: string) => phonesIn(s), ibansIn, cardNumbersIn].flatMap((find) => {
    const there = new Set(find(sources));
    return find(text).filter((found) => !there.has(found));
  });
  const numbers = new Set(numbersIn(`${sources}\n${message}`));
  const unknown = numbersIn(text).filter((number) => !numbers.has(number));
  return [
    ...links.map((link) => `The link ${link} is in no cited passage.`),
    ...amounts.map(({ raw }) => `The amount ${raw} is in no cited passage.`),
    ...addresses.map((address) => `${address} is in no cited passage.`),
    ...unknown.map((number) => `The number ${number} is in no cited passage.`),
  ];
}

const numbersIn = (text: string): string[] =>
  text.replaceAll(/\[\[[A-Z]+_\d+\]\]/g, '').match(/\d+(?:[.,:]\d+)*/g) ?? [];
