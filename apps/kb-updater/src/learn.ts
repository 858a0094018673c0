import { words } from '@throughline/models';
import { type Article, revised } from './article.ts';

/** From this share of common words on, two answers say the same. */
const SAME = 0.6;

/** Jaccard index of the sets of words of two texts, in [0, 1]. */
export function similarity(a: string, b: string): number {
  const [x, y] = [new Set(words(a)), new Set(words(b))];
  const common = [...x].filter((word) => y.has(word)).length;
  const all = x.size + y.size - common;
  return all === 0 ? 0 : common / all;
}

/** What a lesson makes of the articles that people taught for its intent: a new one, or another question to one of them. */
export function learn(taught: readonly Article[], article: Article): Article {
  const same = taught
    .filter((other) => other.status !== 'retracted' && other.articleId !== article.articleId)
    .map((other) => ({ other, score: similarity(other.body, article.body) }))
    .filter(({ score }) => score >= SAME)
    .toSorted((a, b) => b.score - a.score)
    .at(0)?.other;
  if (!same) return article;
  const asked = new Set(same.questions.map((question) => question.toLowerCase()));
  const questions = article.questions.filter((question) => !asked.has(question.toLowerCase()));
  if (questions.length === 0) return same;
  return revised(same, { questions: [...same.questions, ...questions] }, article.updatedAt);
}
