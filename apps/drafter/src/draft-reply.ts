import type { Draft, Ticket, Triage } from '@throughline/contracts';
import { cleanMessage, dot, sentences, type Embedder, type Retriever } from '@throughline/models';
import type { Tone } from '@throughline/workspace';
import { checkCitations } from './citations.ts';
import { draft } from './draft.ts';
import { rate, type Rated } from './grounding.ts';
import { earlierAnswers, sameMatter } from './earlier-answers.ts';

/** How many passages are read for a message. */
export const PASSAGES = 16;
const MOST_QUESTIONS = 4;

/** Searches the knowledge base for a message, recalls what the customer was told, and puts the rules to both. */
export async function draftReply(
  ticket: Ticket,
  triage: Triage,
  { retriever, embedder }: { retriever: Retriever; embedder: Embedder },
  tone: Tone,
): Promise<Draft> {
  const message = cleanMessage(ticket);
  const earlier = earlierAnswers(ticket);
  // First, so that the embedder remembers the message and its sentences when they are asked about again.
  const found = await retriever.search(message, { k: PASSAGES, intent: triage.intent?.id });
  const [perQuestion, [asked, ...before]] = await Promise.all([
    bestForEach(questionsOf(message), retriever, triage),
    embedder.embed([message, ...earlier.map(({ question }) => question)]),
  ]);
  const told = sameMatter(
    earlier,
    triage,
    before.map((question) => dot(asked!, question)),
  );
  // An article may have been replaced while it was searched: only what still stands there word for word is quoted.
  const passages = found.filter((passage) => checkCitations([passage], (id) => retriever.article(id)).length === 0);
  return draft(ticket, triage, { passages, told, perQuestion }, tone);
}

/** Where one question ends and the next begins within a sentence: 'Can I stay longer, and will our data survive?' */
const ANOTHER_QUESTION =
  /,?\s+(?:and|or|also|plus)\s+(?=(?:is|are|was|were|do|does|did|can|could|will|would|should|may|has|have|how|what|when|where|why|who|which)\b)/iu;

/** What is asked, one by one, each with the statement that it follows: that is what it is about. None unless there are several. */
function questionsOf(message: string): string[] {
  const all = sentences(message);
  const asked = all.flatMap((sentence, i) => {
    if (!asks(sentence)) return [];
    const before = all[i - 1];
    const about = before === undefined || asks(before) ? '' : `${before} `;
    return sentence.split(ANOTHER_QUESTION).map((question) => about + question);
  });
  return asked.length > 1 ? asked.slice(0, MOST_QUESTIONS) : [];
}

const asks = (sentence: string): boolean => sentence.endsWith('?');

/** The likeliest passage for each question by itself. */
async function bestForEach(questions: readonly string[], retriever: Retriever, triage: Triage): Promise<Rated[]> {
  const options = { k: PASSAGES, intent: triage.intent?.id };
  const found = await Promise.all(
    questions.map(async (question) => rate(question, await retriever.search(question, options), triage)[0]),
  );
  return found.filter((best) => best !== undefined);
}
