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
const CACHED_TEXTS = 2000;

/**
 * bge-small-en-v1.5 (Xiao et al. 2023, "C-Pack"; MIT), int8, on one core, no network: 2 ms for a short sentence.
 * The same text gives the same vector, whatever it is asked beside. The vector is that of the `[CLS]` token, as its authors
 * pool it. Texts beyond 512 tokens are cut off there.
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
    const vectors: Float32Array[] = [];
    // oxlint-disable-next-line no-await-in-loop -- one core does it, one after the other
    for (const text of texts) vectors.push(await this.#embed(text));
    return vectors;
  }

  async #embed(text: string): Promise<Float32Array> {
    // To the tokenizer all white space is one: a line of a message is often asked about as a sentence, too.
    const key = text.trim().replace(/\s+/g, ' ');
    const known = this.#cache.get(key);
    if (known) return known;
    const vector = await this.#run(this.#tokens(key));
    this.#cache.set(key, vector);
    return vector;
  }

  #tokens(text: string): number[] {
    // A token has rarely more than 16 characters; tokenizing megabytes to throw them away would block the event loop.
    const { ids } = this.tokenizer.encode(text.slice(0, MAX_TOKENS * 16));
    return ids.length <= MAX_TOKENS ? ids : [...ids.slice(0, MAX_TOKENS - 1), ids.at(-1)!];
  }

  /** Never several texts at once: int8 scales depend on all of a batch, and the same text has to give the same vector. */
  async #run(tokens: readonly number[]): Promise<Float32Array> {
    const tensor = (values: BigInt64Array): Tensor => new Tensor('int64', values, [1, tokens.length]);
    const output = await this.session.run({
      input_ids: tensor(BigInt64Array.from(tokens, BigInt)),
      attention_mask: tensor(new BigInt64Array(tokens.length).fill(1n)),
      token_type_ids: tensor(new BigInt64Array(tokens.length)),
    });
    const hidden = output['last_hidden_state']!.data as Float32Array;
    return normalise(hidden.slice(0, DIMENSIONS));
  }
}
