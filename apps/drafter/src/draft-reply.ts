import type { Draft, Ticket, Triage } from '@throughline/contracts';
import { cleanMessage, dot, sentences, type Embedder, type Passage, type Retriever } from '@throughline/models';
import { checkCitations } from './citations.ts';
import { draft } from './draft.ts';
import { earlierAnswers, sameMatter } from './earlier-answers.ts';

const PASSAGES = 16;
const MOST_QUESTIONS = 4;

/** Searches the knowledge base for a message, recalls what the customer was told, and puts the rules to both. */
export async function draftReply(
  ticket: Ticket,
  triage: Triage,
  { retriever, embedder }: { retriever: Retriever; embedder: Embedder },
): Promise<Draft> {
  const message = cleanMessage(ticket);
  const earlier = earlierAnswers(ticket);
  // First, so that the embedder remembers the message and its sentences when they are asked about again.
  const found = await retriever.search(message, { k: PASSAGES, intent: triage.intent?.id });
  const [perQuestion, [asked, ...before]] = await Promise.all([
    bestForEach(questionsOf(message), retriever),
    embedder.embed([message, ...earlier.map(({ question }) => question)]),
  ]);
  const told = sameMatter(
    earlier,
    triage,
    before.map((question) => dot(asked!, question)),
  );
  // An article may have been replaced while it was searched: only what still stands there word for word is quoted.
  const passages = found.filter((passage) => checkCitations([passage], (id) => retriever.article(id)).length === 0);
  return draft(ticket, triage, { passages, told, perQuestion });
}

/** The sentences that ask something; none unless there are several. */
function questionsOf(message: string): string[] {
  const asking = sentences(message).filter((sentence) => sentence.endsWith('?'));
  return asking.length > 1 ? asking.slice(0, MOST_QUESTIONS) : [];
}

async function bestForEach(questions: readonly string[], retriever: Retriever): Promise<Passage[]> {
  const found = await Promise.all(questions.map((question) => retriever.search(question, { k: 1 })));
  return found.flat();
}
