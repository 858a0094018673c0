import { dot, embedArticle, type Embedder, HybridRetriever, vectorsOf } from '../src/index.ts';
import { wordEmbedder } from './setup/word-embedder.ts';

const content = {
  title: 'Refunds',
  questions: ['When is my money back?'],
  body: '# When\n\nRefunds take five days.\n\nCards take longer.',
};
const article = {
  ...content,
  articleId: 'refund',
  revision: 1,
  intents: [],
  status: 'active' as const,
  origin: { kind: 'workspace' as const },
  updatedAt: '2026-03-01T00:00:00.000Z',
};
const mute: Embedder = { ...wordEmbedder, embed: () => Promise.reject(new Error('embedded again')) };

describe('embeddings that travel with an article', () => {
  it('are those of its passages, title and questions, but for rounding', async () => {
    const embeddings = await embedArticle(wordEmbedder, content);
    const found = vectorsOf({ ...article, embeddings }, wordEmbedder, 4)!;
    const made = await wordEmbedder.embed([
      'Refunds\nWhen\nRefunds take five days.',
      'Refunds\nWhen\nCards take longer.',
      'Refunds',
      'When is my money back?',
    ]);
    for (const [i, vector] of found.entries()) expect(dot(vector, made[i]!)).toBeCloseTo(1, 3);
  });

  it('spare the reader the embedding, unless the model or the passages are others', async () => {
    const embeddings = await embedArticle(wordEmbedder, content);
    await new HybridRetriever(mute).put({ ...article, embeddings });
    const others = [{ ...embeddings!, model: 'other' }, { ...embeddings!, dimensions: 32 }, undefined];
    for (const other of others)
      await expect(new HybridRetriever(mute).put({ ...article, embeddings: other })).rejects.toThrow('embedded again');
    const longer = { ...article, body: `${article.body}\n\nOne more.`, embeddings };
    await expect(new HybridRetriever(mute).put(longer)).rejects.toThrow('embedded again');
  });

  it('stay at home where they would not fit into a record', async () => {
    const body = Array.from({ length: 5000 }, (_, n) => `Passage ${n}.`).join('\n\n');
    expect(await embedArticle(wordEmbedder, { ...content, body })).toBeUndefined();
  });
});
