import type { Article } from './kb.ts';

/** A paragraph of an article that may hold the answer. */
export interface Passage {
  readonly articleId: string;
  readonly revision: number;
  readonly title: string;
  /** Intents that the article says it answers. */
  readonly intents: readonly string[];
  /** The paragraph, word for word as in the article's body. */
  readonly quote: string;
  /** Which paragraph of the article, from 0. */
  readonly position: number;
  /** Rank fusion score: orders passages of one search, says nothing across searches. */
  readonly score: number;
  /** Cosine between what was searched for and the paragraph under its title. */
  readonly cosine: number;
  /** Cosine between what was searched for and the nearest of the article's title and sample questions. */
  readonly questionCosine: number;
}

/** How to search. */
export interface SearchOptions {
  /** How many passages at most. */
  readonly k: number;
  /** Articles that declare this intent are preferred, and always among the candidates. */
  readonly intent?: string | undefined;
}

/** A port: the knowledge base as a thing that can be searched, and changed while it is. */
export interface Retriever {
  /** Adds an article, or replaces what was there under its id; one that is retracted is removed. Live once it resolves. */
  put(article: Article): Promise<void>;
  remove(articleId: string): void;
  /** The article as it is now, if it can be found by search. */
  article(articleId: string): Article | undefined;
  /** Passages, best first. */
  search(text: string, options: SearchOptions): Promise<Passage[]>;
}
