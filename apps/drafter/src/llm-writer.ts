import type { Draft, LlmUse, Ticket } from '@throughline/contracts';
import { Budget, DataSections, Placeholders, type PromptedLlm } from '@throughline/llm';
import { cleanMessage } from '@throughline/models';
import type { Tone } from '@throughline/workspace';
import { checkReply, LlmReply } from './check-reply.ts';
import { compose } from './compose.ts';

type ReplyDraft = Extract<Draft, { kind: 'reply' }>;

/** What steps before used for this message, and what calls all off. */
interface Limits {
  readonly used?: LlmUse['usage'] | undefined;
  readonly signal?: AbortSignal | undefined;
}

const EARLIER_MESSAGES = 6;

/**
 * Puts the passages of a quoted reply into the customer's terms. Which passages, and whether they are near enough to be
 * said at all, stays the retriever's and the rules' decision; the model may still find that they don't answer.
 */
export async function rewrite(
  quoted: ReplyDraft,
  ticket: Ticket,
  { llm, prompt }: PromptedLlm,
  tone: Tone,
  { used, signal }: Limits = {},
): Promise<Draft> {
  const passages = new Map(quoted.citations.map(({ quote }, i) => [`P${i + 1}`, quote]));
  const placeholders = new Placeholders(ticket.customer.profile);
  const message = placeholders.hide(cleanMessage(ticket));
  const { value, use } = await llm.ask({
    prompt,
    data: dataOf(message, ticket, passages, placeholders),
    schema: LlmReply,
    check: (reply) => checkReply(reply, passages, message, placeholders),
    budget: new Budget(llm.settings, used),
    signal,
  });
  if (value === undefined) return { ...quoted, llm: use };
  if (value === 'declined') return declined(quoted, llm.name, use);
  return {
    ...quoted,
    text: compose(ticket, [value.text], tone),
    citations: quoted.citations.filter((_, i) => value.cited.includes(`P${i + 1}`)),
    writer: llm.name,
    llm: use,
  };
}

function dataOf(
  message: string,
  { thread }: Ticket,
  passages: ReadonlyMap<string, string>,
  placeholders: Placeholders,
): string {
  const data = new DataSections();
  for (const { from, text } of thread.slice(-EARLIER_MESSAGES)) {
    data.add(from === 'customer' ? 'earlier message of the customer' : 'earlier reply', placeholders.hide(text));
  }
  data.add('message', message);
  for (const [id, quote] of passages) data.add(`passage ${id}`, quote);
  return data.toString();
}

function declined({ citations, grounding }: ReplyDraft, writer: string, llm: LlmUse): Draft {
  return {
    kind: 'abstention',
    missing: 'The nearest passages do not answer this message, says the language model.',
    reason: 'no_passage',
    closest: [...new Set(citations.map(({ articleId }) => articleId))].map((articleId) => ({
      articleId,
      score: grounding,
    })),
    writer,
    llm,
  };
}
