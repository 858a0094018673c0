import MiniSearch from 'minisearch';
import { articleTexts, vectorsOf } from './embeddings.ts';
import type { Embedder } from './embedder.ts';
import type { Article } from './kb.ts';
import { fuseRanks } from './rank-fusion.ts';
import type { Passage, Retriever, SearchOptions } from './retriever.ts';
import { sentences, term, terms, words } from './text.ts';
import { dots, stacked } from './vector.ts';

/** How many passages each ranking puts forward. */
const DEPTH = 50;
const MOST_SENTENCES = 16;

interface Entry {
  readonly article: Article;
  readonly passages: readonly { readonly id: string; readonly quote: string }[];
  /** Vectors of the passages, stacked. */
  readonly said: Float32Array;
  /** Those of title and sample questions. */
  readonly asked: Float32Array;
}

/** How near one passage came, and the nearest title or sample question of its article. */
interface Near {
  readonly id: string;
  readonly quote: string;
  readonly position: number;
  readonly article: Article;
  readonly cosine: number;
  readonly questionCosine: number;
}

/**
 * Words and meaning side by side: MiniSearch (BM25+ over stems) and vectors, joined by reciprocal rank. All in memory, every
 * vector compared: exact, and fast enough up to 20,000 passages (docs/benchmarks.md). An article's old revision is found
 * until the new one is in.
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
    const { passages: found, texts } = articleTexts(article);
    const vectors = vectorsOf(article, this.embedder, texts.length) ?? (await this.embedder.embed(texts));
    if (this.#latest.get(article.articleId) !== turn) return;
    this.remove(article.articleId);
    const passages = found.map(({ text }, i) => ({ id: `${article.articleId}#${i}`, quote: text }));
    const { embeddings: _, ...kept } = article; // as text they would take the memory again
    const stack = (some: readonly Float32Array[]): Float32Array => stacked(some, this.embedder.dimensions);
    const entry = {
      article: kept,
      passages,
      said: stack(vectors.slice(0, found.length)),
      asked: stack(vectors.slice(found.length)),
    };
    this.#entries.set(article.articleId, entry);
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
    const queries = await this.embedder.embed([...new Set([text, ...telling(text)])]);
    const all = [...this.#entries.values()].flatMap((entry) => nearnesses(entry, queries));
    const byMeaning = nearest(all, DEPTH);
    const byIntent = intent === undefined ? [] : nearest(all.filter(({ article }) => article.intents.includes(intent)));
    const byWords = this.#index.search(text).slice(0, DEPTH);
    const fused = fuseRanks([byWords, byMeaning, byIntent].map((ranking) => ranking.map(({ id }) => id as string)));
    const found = new Map(all.filter(({ id }) => fused.has(id)).map((near) => [near.id, near]));
    return [...fused]
      .toSorted(([, a], [, b]) => b - a)
      .slice(0, k)
      .map(([id, score]) => passageOf(found.get(id)!, score));
  }
}

function passageOf({ article, quote, position, cosine, questionCosine }: Near, score: number): Passage {
  const { articleId, revision, title, intents } = article;
  return { articleId, revision, title, intents, quote, position, score, cosine, questionCosine };
}

/** The sentences of a text that say enough to be asked alone: three words that carry meaning. Names, thanks and 'My parcel' don't. */
const telling = (text: string): string[] =>
  sentences(text)
    .slice(0, MOST_SENTENCES)
    .filter((sentence) => terms(sentence).length >= 3);

/** How near each of the stacked vectors comes. Of a long message the nearest sentence counts where it is nearer than the whole. */
function cosinesOf(rows: Float32Array, queries: readonly Float32Array[]): Float64Array {
  const [first, ...others] = queries.map((query) => dots(rows, query)) as [Float64Array, ...Float64Array[]];
  return first.map((cosine, i) => others.reduce((most, other) => Math.max(most, other[i]!), cosine));
}

/** The article's questions say which article, the paragraph says where in it. */
const nearness = ({ cosine, questionCosine }: Near): number => (cosine + questionCosine) / 2;

function nearnesses({ article, passages, said, asked }: Entry, queries: readonly Float32Array[]): Near[] {
  const questionCosine = Math.max(-1, ...cosinesOf(asked, queries));
  const cosines = cosinesOf(said, queries);
  return passages.map((passage, position) => ({
    ...passage,
    position,
    article,
    cosine: cosines[position]!,
    questionCosine,
  }));
}

/** Best first; with `most` only so many, found without sorting all. */
function nearest(all: readonly Near[], most = Infinity): Near[] {
  const least = most < all.length ? Float64Array.from(all, nearness).toSorted().at(-most)! : -Infinity;
  return all
    .filter((near) => nearness(near) >= least)
    .toSorted((a, b) => nearness(b) - nearness(a))
    .slice(0, most);
}
