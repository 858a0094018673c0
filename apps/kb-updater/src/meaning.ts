import { SentenceEmbedder, dot, embedArticle, type Embedder, type Embeddings } from '@throughline/models';
import type { ConfigOf } from '@throughline/platform';
import type { Article, Content } from './article.ts';
import type { Config } from './config.ts';
import { type Answer, type Cosine, textsOf } from './relation.ts';

/** What kb-updater knows of meaning: how alike two answers are, and the vectors that travel with an article. */
export class Meaning {
  constructor(private readonly embedder: Embedder) {}

  /** Undefined for an article that nobody searches, or that is too long for its vectors to travel with it. */
  async embeddings(article: Content & Pick<Article, 'status'>): Promise<Embeddings | undefined> {
    return article.status === 'retracted' ? undefined : embedArticle(this.embedder, article);
  }

  /** Cosines of the texts of these answers. */
  async cosines(answers: readonly Answer[]): Promise<Cosine> {
    const texts = [...new Set(answers.flatMap(textsOf))];
    const vectors = await this.embedder.embed(texts);
    const byText = new Map(texts.map((text, i) => [text, vectors[i]!]));
    return (a, b) => dot(byText.get(a)!, byText.get(b)!);
  }
}

/** @throws ModelFileError where the model is missing or another */
export const loadMeaning = async ({ MODEL_DIR }: ConfigOf<typeof Config>): Promise<Meaning> =>
  new Meaning(await SentenceEmbedder.load(MODEL_DIR));
