import type { Article, Embedder, Embeddings } from '@throughline/models';

/** Numbers in [0, 1) that are the same in every run (Mulberry32: T. Ettinger). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const passagesPerArticle = 4;
const questionsPerArticle = 3;

/**
 * A large knowledge base in the words of a small one: each passage is three of its sentences. The vectors have random
 * directions: how long a comparison takes does not depend on them.
 */
export function corpus(count: number, sentences: readonly string[], { model, dimensions }: Embedder): Article[] {
  const random = seeded(1);
  const pick = (): string => sentences[Math.floor(random() * sentences.length)]!;
  const passage = (): string => [pick(), pick(), pick()].join(' ');
  return Array.from({ length: count }, (_, n) => ({
    articleId: `bench-${n}`,
    revision: 1,
    title: pick().slice(0, 60),
    intents: [`intent-${n % 150}`],
    questions: Array.from({ length: questionsPerArticle }, pick),
    body: Array.from({ length: passagesPerArticle }, passage).join('\n\n'),
    status: 'active',
    origin: { kind: 'workspace' },
    updatedAt: '2026-01-01T00:00:00.000Z',
    embeddings: {
      model,
      dimensions,
      vectors: vectors(passagesPerArticle + 1 + questionsPerArticle, dimensions, random),
    },
  }));
}

function vectors(count: number, dimensions: number, random: () => number): Embeddings['vectors'] {
  const numbers = new Float16Array(count * dimensions);
  // Of about length 1: a uniform component in [-1, 1) has the variance 1/3.
  for (let i = 0; i < numbers.length; i++) numbers[i] = (random() * 2 - 1) * Math.sqrt(3 / dimensions);
  return Buffer.from(numbers.buffer).toString('base64');
}
