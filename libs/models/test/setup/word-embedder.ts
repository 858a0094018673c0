import { normalise, terms, type Embedder } from '../../src/index.ts';

/** Embeds by words alone: good enough for rules that need some vectors, and loads at once. */
export const wordEmbedder: Embedder = {
  model: 'words',
  dimensions: 64,
  embed: async (texts) =>
    texts.map((text) => {
      const vector = new Float32Array(64).fill(0.05);
      for (const term of terms(text)) vector[hash(term) % 64]! += 1;
      return normalise(vector);
    }),
};

const hash = (word: string): number =>
  Array.from(word).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
