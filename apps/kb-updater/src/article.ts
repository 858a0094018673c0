import { createHash } from 'node:crypto';
import type { DataOf, KbArticle } from '@throughline/contracts';

/** An article as the knowledge base knows it, and as the event tells of it. */
export type Article = DataOf<typeof KbArticle>;

/** What a reader sees of an article: a change of it is a revision. */
export type Content = Pick<Article, 'title' | 'intents' | 'questions' | 'body'>;

/** SHA-256, hex: equal content, equal hash. */
const contentHash = ({ title, intents, questions, body }: Content): string =>
  createHash('sha256')
    .update(JSON.stringify([title, intents, questions, body]))
    .digest('hex');

/** The next revision. Why the last one was retracted does not hold for it, unless `changes` say so. */
export function revised(article: Article, changes: Partial<Article>, at: string): Article {
  const { retraction: _, ...kept } = article;
  return { ...kept, ...changes, revision: article.revision + 1, updatedAt: at };
}

/** What a command makes of an article; the same article where it says nothing new. */
export function put(existing: Article | null, articleId: string, content: Content, by: string, at: string): Article {
  const stated = { ...content, status: 'active', origin: { kind: 'workspace', by } } as const;
  if (!existing) return { articleId, revision: 1, updatedAt: at, ...stated };
  const same = existing.status !== 'retracted' && contentHash(existing) === contentHash(content);
  return same ? existing : revised(existing, stated, at);
}

export const retract = (existing: Article, retraction: NonNullable<Article['retraction']>, at: string): Article =>
  existing.status === 'retracted' ? existing : revised(existing, { status: 'retracted', retraction }, at);
