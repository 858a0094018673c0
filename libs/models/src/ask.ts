import type { Embedder } from './embedder.ts';
import type { Ensemble } from './ensemble.ts';
import type { Nearest } from './nearest.ts';
import { scopeScore } from './scope.ts';
import { sentences, terms } from './text.ts';

const MOST_SENTENCES = 16;
/** What a text is about that is near nothing still counts for a little: weights must not be all 0. */
const LEAST = 1e-3;
/**
 * From this scope score on a text is clear. Of the demos' messages 58 % are by the whole text; of those that are about an intent it
 * names the right one for as many as together with their sentences do (all but 7 of 350), in a third of the time.
 */
const CLEAR = 0.14;

/** What an ensemble says of a message, and of each of its sentences, where it has more than one. */
export interface Answers {
  readonly whole: Nearest;
  /** Empty where the sentences were not asked about. */
  readonly parts: readonly { readonly sentence: string; readonly answer: Nearest }[];
}

/**
 * What an ensemble says of a message. People wrap what matters in other sentences, or spread it over two. So where the whole
 * text leaves it open, each sentence is asked about as well; where that does, too, each two sentences that follow each other.
 * What is clearest about something counts most (weight: scope score squared, of the whole text twice).
 *
 * @param everySentence asks about the sentences even where the whole text is clear: it may be so about one matter of several.
 */
export async function ask(
  ensemble: Ensemble,
  embedder: Embedder,
  text: string,
  everySentence = false,
): Promise<Answers> {
  const about = async (queries: readonly string[]): Promise<Nearest[]> => {
    const vectors = await embedder.embed(queries);
    return queries.map((query, i) => ensemble({ text: query, vector: vectors[i]! }));
  };
  const [whole] = (await about([text])) as [Nearest];
  // 'Hello?' and 'Thank you so much.' say nothing of the matter.
  const parts = sentences(text)
    .filter((sentence) => terms(sentence).length > 0)
    .slice(0, MOST_SENTENCES);
  if (parts.length < 2 || (isClear(whole) && !everySentence)) return { whole, parts: [] };
  const bySentence = await about(parts);
  const first = mean(whole, bySentence);
  const pairs = isClear(first) ? [] : parts.slice(1).map((sentence, i) => `${parts[i]} ${sentence}`);
  return {
    whole: pairs.length > 0 ? mean(whole, [...bySentence, ...(await about(pairs))]) : first,
    parts: bySentence.map((answer, i) => ({ sentence: parts[i]!, answer })),
  };
}

const isClear = (answer: Nearest): boolean => score(answer) >= CLEAR;

const score = ({ probabilities, similarity }: Nearest): number => scopeScore(probabilities, similarity);

/** Probabilities weighted; of the similarities the largest: one near example is enough to be about something. */
function mean(whole: Nearest, others: readonly Nearest[]): Nearest {
  const answers = [whole, ...others];
  const weights = answers.map((answer, i) => (i === 0 ? 2 : 1) * Math.max(score(answer), LEAST) ** 2);
  const sum = weights.reduce((a, b) => a + b, 0);
  const probabilities = new Float32Array(whole.probabilities.length);
  for (const [n, { probabilities: some }] of answers.entries()) {
    for (const [i, p] of some.entries()) probabilities[i]! += (p * weights[n]!) / sum;
  }
  return { probabilities, similarity: Math.max(...answers.map(({ similarity }) => similarity)) };
}
