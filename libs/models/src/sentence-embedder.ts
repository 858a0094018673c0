import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import type { Embedder } from './embedder.ts';
import { Encoder, type EncoderFile } from './encoder.ts';
import { Lru } from './lru.ts';
import { readModelFile } from './model-files.ts';

/**
 * The two models, each with its share of the cosine, which is share(bge) · cosine(bge) + share(MiniLM) · cosine(MiniLM) + what is
 * left. Unrelated texts lie around 0.5 by bge and around 0.1 by MiniLM, so equal shares would leave the say to MiniLM: with
 * these, both move the sum about as far, and unrelated texts stay around 0.5, where every threshold here expects them.
 */
const BGE = {
  name: 'bge-small-en-v1.5',
  sha256: '6c9c6101a956d62dfb5e7190c538226c0c5bb9cb27b651234b6df063ee7dbfe4',
  pooling: 'first',
  share: 0.5,
} as const;
const MINI_LM = {
  name: 'all-minilm-l6-v2',
  sha256: 'afdb6f1a0e45b715d0bb9b11772f032c399babd23bfc31fed1c170afc848bdb1',
  pooling: 'mean',
  share: 0.275,
} as const;
const TOKENIZER_SHA256 = 'd241a60d5e8f04cc1b2b3e9ef7a4921b27bf526d9f6050ab90f9267a1f9e5c66';

const MAX_TOKENS = 512;
const CACHED_TEXTS = 2000;

/**
 * bge-small-en-v1.5 (Xiao et al. 2023, "C-Pack"; MIT) and all-MiniLM-L6-v2 (Reimers & Gurevych 2019, "Sentence-BERT"; Apache
 * 2.0), both int8, on one core, no network: 3 ms for a short sentence. They err in different places; side by side they are
 * right more often than either (docs/adr/0022-two-encoders.md). The same text gives the same vector, whatever it is asked
 * beside. Texts beyond 512 tokens are cut off there.
 */
export class SentenceEmbedder implements Embedder {
  readonly model = `${BGE.name}+${MINI_LM.name}`;
  readonly dimensions = 2 * Encoder.dimensions + 1;
  readonly #cache = new Lru<string, Float32Array>(CACHED_TEXTS);

  private constructor(
    private readonly tokenizer: Tokenizer,
    private readonly bge: Encoder,
    private readonly miniLm: Encoder,
  ) {}

  /**
   * @param modelDir holds a folder for each model, e.g. `.throughline/models`.
   * @throws ModelFileError if a file is missing or is another one.
   */
  static async load(modelDir: string): Promise<SentenceEmbedder> {
    const load = (file: EncoderFile): Promise<Encoder> => Encoder.load(join(modelDir, file.name), file);
    const [tokenizer, bge, miniLm] = await Promise.all([
      // Both have the vocabulary of BERT, uncased.
      readModelFile(join(modelDir, BGE.name), 'tokenizer.json', TOKENIZER_SHA256),
      load(BGE),
      load(MINI_LM),
    ]);
    return new SentenceEmbedder(new Tokenizer(JSON.parse(tokenizer.toString('utf8')) as object, {}), bge, miniLm);
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
    const tokens = this.#tokens(key);
    const vector = sideBySide(await this.bge.encode(tokens), await this.miniLm.encode(tokens));
    this.#cache.set(key, vector);
    return vector;
  }

  #tokens(text: string): number[] {
    // A token has rarely more than 16 characters; tokenizing megabytes to throw them away would block the event loop.
    const { ids } = this.tokenizer.encode(text.slice(0, MAX_TOKENS * 16));
    return ids.length <= MAX_TOKENS ? ids : [...ids.slice(0, MAX_TOKENS - 1), ids.at(-1)!];
  }
}

/** Vectors laid side by side add up their cosines, each times its share; a number that all vectors share adds the rest. */
function sideBySide(bge: Float32Array, miniLm: Float32Array): Float32Array {
  const [ofBge, ofMiniLm] = [Math.sqrt(BGE.share), Math.sqrt(MINI_LM.share)];
  const vector = new Float32Array(bge.length + miniLm.length + 1);
  vector.set(bge.map((value) => value * ofBge));
  vector.set(
    miniLm.map((value) => value * ofMiniLm),
    bge.length,
  );
  vector[vector.length - 1] = Math.sqrt(1 - BGE.share - MINI_LM.share);
  return vector;
}
