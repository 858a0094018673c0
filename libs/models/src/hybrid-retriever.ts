import MiniSearch from 'minisearch';
import type { Embedder } from './embedder.ts';
import type { Article } from './kb.ts';
import { paragraphs } from './paragraphs.ts';
import { fuseRanks } from './rank-fusion.ts';
import type { Passage, Retriever, SearchOptions } from './retriever.ts';
import { sentences, term, words } from './text.ts';
import { dot } from './vector.ts';

/** How many passages each ranking puts forward. */
const DEPTH = 50;
const MOST_SENTENCES = 16;

interface Entry {
  readonly article: Article;
  readonly passages: readonly { readonly id: string; readonly quote: string; readonly vector: Float32Array }[];
  /** Of the title and the sample questions. */
  readonly asked: readonly Float32Array[];
}

interface Found {
  readonly id: string;
  readonly passage: Omit<Passage, 'score'>;
}

/**
 * Words and meaning side by side: MiniSearch (BM25+ over stems) and vectors, joined by reciprocal rank. All in memory, every
 * vector compared: thousands of paragraphs take milliseconds. An article's old revision is found until the new one is in.
 */
export class HybridRetriever implements Retriever {
  readonly #entries = new Map<string, Entry>();
  /** The newest `put` or `remove` of each article: embedding takes a while, and the last one said must win. */
  readonly #latest = new Map<string, symbol>();
  readonly #index = new MiniSearch({
    fields: ['title', 'questions', 'heading', 'text'],
    tokenize: words,
    processTerm: term,
    searchOptions: { boost: { title: 2, questions: 1.5 }, prefix: false, fuzzy: false },
  });

  constructor(private readonly embedder: Embedder) {}

  async put(article: Article): Promise<void> {
    if (article.status === 'retracted') return this.remove(article.articleId);
    const turn = Symbol(article.articleId);
    this.#latest.set(article.articleId, turn);
    const found = paragraphs(article.body);
    const asked = [article.title, ...article.questions];
    const vectors = await this.embedder.embed([
      ...found.map(({ heading, text }) => [article.title, heading, text].filter(Boolean).join('\n')),
      ...asked,
    ]);
    if (this.#latest.get(article.articleId) !== turn) return;
    this.remove(article.articleId);
    const passages = found.map(({ text }, i) => ({
      id: `${article.articleId}#${i}`,
      quote: text,
      vector: vectors[i]!,
    }));
    this.#entries.set(article.articleId, { article, passages, asked: vectors.slice(found.length) });
    this.#index.addAll(
      found.map(({ heading, text }, i) => ({
        id: passages[i]!.id,
        title: article.title,
        questions: article.questions.join('\n'),
        heading,
        text,
      })),
    );
  }

  remove(articleId: string): void {
    this.#latest.delete(articleId);
    const entry = this.#entries.get(articleId);
    if (!entry) return;
    this.#entries.delete(articleId);
    this.#index.discardAll(entry.passages.map(({ id }) => id));
  }

  article(articleId: string): Article | undefined {
    return this.#entries.get(articleId)?.article;
  }

  async search(text: string, { k, intent }: SearchOptions): Promise<Passage[]> {
    const parts = sentences(text).slice(0, MOST_SENTENCES);
    const queries = await this.embedder.embed(parts.length > 1 ? [text, ...parts] : [text]);
    const all = new Map([...this.#entries.values()].flatMap((entry) => compare(entry, queries)).map((p) => [p.id, p]));
    const byMeaning = [...all.values()].toSorted((a, b) => nearness(b) - nearness(a)).map(({ id }) => id);
    const byWords = this.#index.search(text).map(({ id }) => id as string);
    const byIntent = byMeaning.filter((id) => intent !== undefined && all.get(id)!.passage.intents.includes(intent));
    const fused = fuseRanks([byWords.slice(0, DEPTH), byMeaning.slice(0, DEPTH), byIntent]);
    return [...fused]
      .map(([id, score]): Passage => ({ ...all.get(id)!.passage, score }))
      .toSorted((a, b) => b.score - a.score)
      .slice(0, k);
  }
}

/** How near each passage of an article is; of a long message the nearest sentence counts where it is nearer than the whole. */
function compare({ article, passages, asked }: Entry, queries: readonly Float32Array[]): Found[] {
  const nearest = (vector: Float32Array): number => Math.max(...queries.map((query) => dot(query, vector)));
  const questionCosine = Math.max(...asked.map(nearest));
  const { articleId, revision, title, intents } = article;
  return passages.map(({ id, quote, vector }, position) => ({
    id,
    passage: { articleId, revision, title, intents, quote, position, questionCosine, cosine: nearest(vector) },
  }));
}

/** The article's questions say which article, the paragraph says where in it. */
const nearness = ({ passage }: Found): number => (passage.cosine + passage.questionCosine) / 2;
