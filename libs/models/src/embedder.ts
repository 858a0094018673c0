/** A port: turns texts into vectors whose cosine says how alike in meaning they are. */
export interface Embedder {
  /** Which model, e.g. `bge-small-en-v1.5+all-minilm-l6-v2`. Vectors of different models don't compare. */
  readonly model: string;
  /** Length of every vector. */
  readonly dimensions: number;
  /** One L2-normalised vector a text, in the order of the texts. Don't change them: they may be shared. */
  embed(texts: readonly string[]): Promise<Float32Array[]>;
}
