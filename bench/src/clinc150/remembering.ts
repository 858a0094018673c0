import type { Embedder } from '@throughline/models';

/** Draws share most of their texts: each is embedded once. */
export function remembering(embedder: Embedder): Embedder {
  const known = new Map<string, Float32Array>();
  return {
    model: embedder.model,
    dimensions: embedder.dimensions,
    async embed(texts) {
      const fresh = [...new Set(texts.filter((text) => !known.has(text)))];
      const vectors = await embedder.embed(fresh);
      for (const [i, text] of fresh.entries()) known.set(text, vectors[i]!);
      return texts.map((text) => known.get(text)!);
    },
  };
}
