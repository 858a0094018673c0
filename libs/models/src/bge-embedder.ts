import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Embedder } from './embedder.ts';
import { Lru } from './lru.ts';
import { readModelFile } from './model-files.ts';
import { normalise } from './vector.ts';

const MODEL_SHA256 = '6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4';
const TOKENIZER_SHA256 = 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66';
const DIMENSIONS = 384;
const MAX_TOKENS = 512;
const BATCH = 16;
const CACHED_TEXTS = 2000;

/**
 * bge-small-en-v1.5 (Xiao et al. 2023, "C-Pack"; MIT), int8, on one core, no network: 2 ms for a short sentence, 730 short
 * texts/s. The vector is that of the `[CLS]` token, as its authors pool it. Texts beyond 512 tokens are cut off there.
 */
export class BgeEmbedder implements Embedder {
  readonly model = 'bge-small-en-v1.5';
  readonly dimensions = DIMENSIONS;
  readonly #cache = new Lru<string, Float32Array>(CACHED_TEXTS);

  private constructor(
    private readonly session: InferenceSession,
    private readonly tokenizer: Tokenizer,
  ) {}

  /**
   * @param modelDir holds `model.onnx` and `tokenizer.json`, e.g. `.throughline/models/bge-small-en-v1.5`.
   * @throws ModelFileError if a file is missing or is another one.
   */
  static async load(modelDir: string): Promise<BgeEmbedder> {
    const [weights, tokenizer] = await Promise.all([
      readModelFile(modelDir, 'model.onnx', MODEL_SHA256),
      readModelFile(modelDir, 'tokenizer.json', TOKENIZER_SHA256),
    ]);
    // One thread: services scale by replicas, and two busy threads on a small machine slow each other down.
    const session = await InferenceSession.create(weights, { intraOpNumThreads: 1, interOpNumThreads: 1 });
    return new BgeEmbedder(session, new Tokenizer(JSON.parse(tokenizer.toString('utf8')) as object, {}));
  }

  async embed(texts: readonly string[]): Promise<Float32Array[]> {
    const found = new Map<string, Float32Array>();
    for (const text of texts) {
      const vector = this.#cache.get(text);
      if (vector) found.set(text, vector);
    }
    const missing = [...new Set(texts)].filter((text) => !found.has(text));
    const encoded = missing.map((text) => ({ text, ids: this.#tokens(text) }));
    // Alike lengths side by side: a batch is padded to its longest text.
    encoded.sort((a, b) => a.ids.length - b.ids.length);
    for (let start = 0; start < encoded.length; start += BATCH) {
      const batch = encoded.slice(start, start + BATCH);
      const vectors = await this.#run(batch.map(({ ids }) => ids));
      for (const [i, { text }] of batch.entries()) {
        found.set(text, vectors[i]!);
        this.#cache.set(text, vectors[i]!);
      }
    }
    return texts.map((text) => found.get(text)!);
  }

  #tokens(text: string): number[] {
    // A token has rarely more than 16 characters; tokenizing megabytes to throw them away would block the event loop.
    const { ids } = this.tokenizer.encode(text.slice(0, MAX_TOKENS * 16));
    return ids.length <= MAX_TOKENS ? ids : [...ids.slice(0, MAX_TOKENS - 1), ids.at(-1)!];
  }

  async #run(batch: number[][]): Promise<Float32Array[]> {
    const width = Math.max(...batch.map((ids) => ids.length));
    const shape = [batch.length, width];
    const ids = new BigInt64Array(batch.length * width);
    const mask = new BigInt64Array(batch.length * width);
    for (const [row, tokens] of batch.entries()) {
      for (const [column, token] of tokens.entries()) {
        ids[row * width + column] = BigInt(token);
        mask[row * width + column] = 1n;
      }
    }
    const output = await this.session.run({
      input_ids: new Tensor('int64', ids, shape),
      attention_mask: new Tensor('int64', mask, shape),
      token_type_ids: new Tensor('int64', new BigInt64Array(ids.length), shape),
    });
    const hidden = output['last_hidden_state']!.data as Float32Array;
    return batch.map((_, row) => {
      const cls = row * width * DIMENSIONS;
      return normalise(new Float32Array(hidden.subarray(cls, cls + DIMENSIONS)));
    });
  }
}
