import { type Article, revised } from './article.ts';
import { type Cosine, relation } from './relation.ts';

/** What a lesson makes of the knowledge base: a new or revised article, or a conflict that a person has to decide. */
export type Learned = { existing: Article | null; article: Article } | { contradicts: Article; why: string };

/**
 * Holds a lesson against the articles on its intent. A contradiction goes to a person. What people taught before is
 * strengthened by an answer that says the same, and revised by one that says more; articles of the workspace stay as
 * whoever keeps them wrote them.
 */
export function learn(articles: readonly Article[], lesson: Article, cosine: Cosine): Learned {
  const related = articles
    .filter(({ status, articleId }) => status !== 'retracted' && articleId !== lesson.articleId)
    .map((other) => ({ other, to: relation(lesson, other, cosine) }))
    .toSorted((a, b) => cosine(lesson.body, b.other.body) - cosine(lesson.body, a.other.body));
  for (const { other, to } of related) if (to.kind === 'contradicts') return { contradicts: other, why: to.why };
  const taught = related.filter(({ other }) => other.origin.kind === 'human');
  const same = taught.find(({ to }) => to.kind === 'same')?.other;
  if (same) return { existing: same, article: strengthened(same, lesson) };
  const less = taught.find(({ to }) => to.kind === 'says more')?.other;
  if (less) return { existing: less, article: answeredAnew(less, lesson.body, lesson, 'trial') };
  return { existing: null, article: lesson };
}

/** Another question to the same answer; the same article where it is known. */
function strengthened(article: Article, { questions, updatedAt }: Article): Article {
  const all = joined(article.questions, questions);
  return all.length === article.questions.length ? article : revised(article, { questions: all }, updatedAt);
}

/** The article with another answer, and how it was asked for. */
export const answeredAnew = (
  article: Article,
  body: string,
  { questions, updatedAt }: Pick<Article, 'questions' | 'updatedAt'>,
  status: Article['status'],
): Article => revised(article, { body, status, questions: joined(article.questions, questions) }, updatedAt);

function joined(questions: readonly string[], more: readonly string[]): string[] {
  const asked = new Set(questions.map((question) => question.toLowerCase()));
  return [...questions, ...more.filter((question) => !asked.has(question.toLowerCase()))];
}
