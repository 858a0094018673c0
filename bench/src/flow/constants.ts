import type { Article, Classifier, Embedder, Passage, Retriever } from '@throughline/models';
import type { Intent } from '@throughline/workspace';

// Models as constants: the same answer at once, so that what is measured (or broken) is the flow and not a model.

/** How many different matters customers write about; the second contact about one matter goes to a person. */
export const matters = 100;

const idOf = (matter: number): string => `matter-${matter}`;

/** The taxonomy: matters that need no person. */
export const intents: readonly Intent[] = Array.from({ length: matters }, (_, n) => ({
  id: idOf(n),
  title: `Matter ${n}`,
  highStakes: false,
  examples: [`What about matter ${n}?`],
}));

/** Takes a message at its word: `matter 7` is about matter 7, all else about matter 0. Always sure. */
export const classifier: Classifier = {
  model: 'constant',
  classify: (text) => {
    const matter = Number(/\bmatter (\d+)/i.exec(text)?.[1] ?? 0) % matters;
    return Promise.resolve({
      candidates: [{ id: idOf(matter), confidence: 0.97 }],
      outOfScope: false,
      similarity: 1,
    });
  },
};

/** The knowledge base, by article. */
export const articles: ReadonlyMap<string, Article> = new Map(
  intents.map(({ id, title }): [string, Article] => [
    id,
    {
      articleId: id,
      revision: 1,
      title,
      intents: [id],
      questions: [`What about ${title}?`],
      body: `The answer about ${title.toLowerCase()} is always the same and stands in this article.`,
      status: 'active',
      origin: { kind: 'workspace' },
      updatedAt: '2026-01-01T00:00:00.000Z',
    },
  ]),
);

/** One article a matter, found by its intent; whatever else the knowledge base says is not taken in. */
export const retriever: Retriever = {
  put: () => Promise.resolve(),
  remove: () => undefined,
  article: (id) => articles.get(id),
  search: (_, { intent = idOf(0) }) => {
    const article = articles.get(intent);
    return Promise.resolve(article ? [passage(article)] : []);
  },
};

const passage = ({ articleId, revision, title, intents: about, body }: Article): Passage => ({
  articleId,
  revision,
  title,
  intents: about,
  quote: body,
  position: 0,
  score: 1,
  cosine: 1,
  questionCosine: 1,
});

const dimensions = 64;

/** No two texts of one call mean the same: what a customer asked before is never what they ask now. */
export const embedder: Embedder = {
  model: 'constant',
  dimensions,
  embed: (texts) =>
    Promise.resolve(texts.map((_, n) => Float32Array.from({ length: dimensions }, (__, i) => (i === n ? 1 : 0)))),
};
