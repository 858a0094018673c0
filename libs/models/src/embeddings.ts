import type { Embedder } from './embedder.ts';
import type { Article } from './kb.ts';
import { type Paragraph, paragraphs } from './paragraphs.ts';

/** Vectors of an article's texts as they travel in `kb.article`. */
export type Embeddings = NonNullable<Article['embeddings']>;

type Text = Pick<Article, 'title' | 'questions' | 'body'>;

/** Bytes of article and vectors together, below what one record can hold (900,000): a vector of 384 numbers takes 1 KiB. */
const MOST_BYTES = 850_000;

/** What of an article is embedded, in the order in which the vectors travel: passages under their titles, title, questions. */
export function articleTexts({ title, questions, body }: Text): { passages: Paragraph[]; texts: string[] } {
  const passages = paragraphs(body);
  const texts = passages.map(({ heading, text }) => [title, heading, text].filter(Boolean).join('\n'));
  return { passages, texts: [...texts, title, ...questions] };
}

/** The vectors of an article, to travel with it; undefined where both would not fit into one record. */
export async function embedArticle(embedder: Embedder, article: Text): Promise<Embeddings | undefined> {
  const { texts } = articleTexts(article);
  const { model, dimensions } = embedder;
  const bytes = Buffer.byteLength(JSON.stringify(article)) + (texts.length * dimensions * 2 * 4) / 3;
  if (bytes > MOST_BYTES) return undefined;
  const halves = new Uint16Array(texts.length * dimensions);
  const numbers = new Float16Array(halves.buffer);
  for (const [i, vector] of (await embedder.embed(texts)).entries()) numbers.set(vector, i * dimensions);
  return { model, dimensions, vectors: Buffer.from(halves.buffer).toString('base64') };
}

/**
 * The `count` vectors that came with an article; undefined where they are none of this embedder's model, or not as many:
 * then the article has to be embedded here. Half precision moves a cosine by less than 0.001.
 */
export function vectorsOf({ embeddings }: Article, embedder: Embedder, count: number): Float32Array[] | undefined {
  const { model, dimensions } = embedder;
  if (embeddings?.model !== model || embeddings.dimensions !== dimensions) return undefined;
  const bytes = Uint8Array.from(Buffer.from(embeddings.vectors, 'base64'));
  if (bytes.length !== count * dimensions * 2) return undefined;
  const all = new Float32Array(new Float16Array(bytes.buffer));
  return Array.from({ length: count }, (_, i) => all.subarray(i * dimensions, (i + 1) * dimensions));
}
