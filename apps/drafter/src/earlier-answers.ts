import type { Ticket, Triage } from '@throughline/contracts';
import { sentences, words } from '@throughline/models';

/** Something this customer was told, and how it relates to what they ask now. */
export interface EarlierAnswer {
  readonly answer: string;
  readonly question: string;
  readonly intent?: string | undefined;
  /** Told on this very ticket. */
  readonly sameTicket: boolean;
}

/** From this cosine on, two questions ask the same. */
const SAME_QUESTION = 0.8;
/** A shorter sentence (`Please reply to this e-mail.`) may stand in many answers. */
const FEWEST_WORDS = 6;

/** What was told longer ago than this did not fail: whoever asks again has forgotten it, or asks on behalf of another. */
const RECENT_DAYS = 30;

/** The answers that this customer got of late on other tickets, and all of those earlier on this one. */
export function earlierAnswers({
  customer,
  thread,
  receivedAt,
}: Pick<Ticket, 'customer' | 'thread' | 'receivedAt'>): EarlierAnswer[] {
  const elsewhere = customer.history
    .filter(({ at }) => Date.parse(receivedAt) - Date.parse(at) <= RECENT_DAYS * 86_400_000)
    .map(({ question, answer, intent }) => ({ question, answer, intent, sameTicket: false }));
  const here = thread.flatMap(({ from, text }, i) => {
    if (from === 'customer') return [];
    const question = thread.slice(0, i).findLast((message) => message.from === 'customer')?.text ?? '';
    return [{ question, answer: text, sameTicket: true }];
  });
  return [...elsewhere, ...here];
}

/** Those that answered the same question: on this ticket, of the same intent, or asked in like words (cosine ≥ 0.8). */
export function sameMatter(
  earlier: readonly EarlierAnswer[],
  { intent }: Pick<Triage, 'intent'>,
  cosines: readonly number[],
): EarlierAnswer[] {
  return earlier.filter(
    (entry, i) =>
      entry.sameTicket ||
      (entry.intent !== undefined && entry.intent === intent?.id) ||
      (cosines[i] ?? 0) >= SAME_QUESTION,
  );
}

/** True if one of the answers held the passage, or a whole sentence of it: saying it again would not help. */
export function wasTold(quote: string, answers: readonly EarlierAnswer[]): boolean {
  const parts = [quote, ...sentences(quote).filter((sentence) => words(sentence).length >= FEWEST_WORDS)].map(plain);
  return answers.some(({ answer }) => {
    const told = ` ${plain(answer)} `;
    return parts.some((part) => told.includes(` ${part} `));
  });
}

/** Mail programs break lines and drop Markdown: only the words count. */
const plain = (text: string): string => words(text).join(' ');
