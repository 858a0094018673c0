import { InferenceSession, Tensor } from 'onnxruntime-node';
import { readModelFile } from './model-files.ts';
import { normalise } from './vector.ts';

const DIMENSIONS = 384;

/** A model as it lies in its folder. */
export interface EncoderFile {
  readonly name: string;
  /** Of `model.onnx`, hex. */
  readonly sha256: string;
  /** Which of the last layer stands for the text, as the model was trained: its first token (`[CLS]`), or the mean of all. */
  readonly pooling: 'first' | 'mean';
}

/** A BERT with 384 dimensions on one core: token ids in, an L2-normalised vector out. */
export class Encoder {
  static readonly dimensions = DIMENSIONS;

  private constructor(
    private readonly session: InferenceSession,
    private readonly pooling: EncoderFile['pooling'],
  ) {}

  /** @throws ModelFileError if the file is missing or is another one. */
  static async load(dir: string, { sha256, pooling }: EncoderFile): Promise<Encoder> {
    const weights = await readModelFile(dir, 'model.onnx', sha256);
    // One thread: services scale by replicas, and two busy threads on a small machine slow each other down.
    const session = await InferenceSession.create(weights, { intraOpNumThreads: 1, interOpNumThreads: 1 });
    return new Encoder(session, pooling);
  }

  /** Never several texts at once: int8 scales depend on all of a batch, and the same text has to give the same vector. */
  async encode(tokens: readonly number[]): Promise<Float32Array> {
    const tensor = (values: BigInt64Array): Tensor => new Tensor('int64', values, [1, tokens.length]);
    const output = await this.session.run({
      input_ids: tensor(BigInt64Array.from(tokens, BigInt)),
      attention_mask: tensor(new BigInt64Array(tokens.length).fill(1n)),
      token_type_ids: tensor(new BigInt64Array(tokens.length)),
    });
    const hidden = output['last_hidden_state']!.data as Float32Array;
    return normalise(this.pooling === 'first' ? hidden.slice(0, DIMENSIONS) : sumOf(hidden));
  }
}

/** Of all tokens' vectors; its direction is that of their mean. */
function sumOf(hidden: Float32Array): Float32Array {
  const sum = new Float32Array(DIMENSIONS);
  for (let i = 0; i < hidden.length; i++) sum[i % DIMENSIONS]! += hidden[i]!;
  return sum;
}
