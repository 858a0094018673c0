import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { IntentExamples } from './classifier.ts';
import type { Calibration } from './cross-validation.ts';
import type { Embedder } from './embedder.ts';
import type { EnsembleWeights } from './ensemble.ts';

/** Raise it when the same examples give another classifier: what was kept before is then learned anew. A test reminds of it. */
export const LEARNER = 5;
const FORMAT = 'throughline/learned';

/** What examples gave: their vectors in the order of the texts, and what was learned from those. */
export interface Learned {
  readonly vectors: readonly Float32Array[];
  readonly calibration: Calibration;
  readonly weights: EnsembleWeights;
}

/** The first line of a file; the numbers follow it: vectors, then both weights. */
interface Header {
  readonly format: string;
  readonly key: string;
  readonly dimensions: number;
  /** How many vectors, and how many numbers each of the weights has. */
  readonly counts: readonly [vectors: number, meaning: number, wording: number];
  readonly calibration: Calibration;
  /** SHA-256 of the numbers. */
  readonly sha256: string;
}

/** Hash of all that a classifier is made from: learner, model, intents and examples in their order. */
export function learnedKey({ model, dimensions }: Embedder, intents: readonly IntentExamples[]): string {
  const content = intents.map(({ id, examples }) => [id, examples]);
  return hash(JSON.stringify([LEARNER, model, dimensions, content]));
}

/**
 * Keeps what a classifier learned in a folder, a file a set of examples, so that the next start need not learn. Several
 * processes may share it: a file is written beside its place and then moved there, whole. A cache only saves time, so nothing
 * of it is an error: what can't be read, is broken or is not ours is told to `warn`, with the file's name, and made anew.
 */
export class LearnedCache {
  constructor(
    private readonly folder: string,
    private readonly warn: (why: string) => void,
  ) {}

  /** What was kept under the key, undefined where there is nothing to be used. */
  async read(key: string): Promise<Learned | undefined> {
    try {
      return parse(await readFile(this.#file(key)), key);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
        this.warn(`${this.#file(key)} can't be used and is written anew: ${(error as Error).message}`);
      }
      return undefined;
    }
  }

  async write(key: string, learned: Learned): Promise<void> {
    const file = this.#file(key);
    const beside = `${file}.${randomUUID()}.tmp`;
    try {
      await mkdir(this.folder, { recursive: true });
      await writeFile(beside, format(key, learned));
      await rename(beside, file);
    } catch (error) {
      await rm(beside, { force: true }).catch(() => undefined);
      this.warn(`${file} can't be written, so the next start will take as long: ${(error as Error).message}`);
    }
  }

  #file(key: string): string {
    return join(this.folder, `classifier-${key.slice(0, 32)}.bin`);
  }
}

function format(key: string, { vectors, calibration, weights: { meaning, wording } }: Learned): Buffer {
  const numbers = Buffer.concat(
    [...vectors, meaning, wording].map((part) => Buffer.from(part.buffer, part.byteOffset, part.byteLength)),
  );
  const header: Header = {
    format: FORMAT,
    key,
    dimensions: vectors[0]?.length ?? 0,
    counts: [vectors.length, meaning.length, wording.length],
    calibration,
    sha256: hash(numbers),
  };
  return Buffer.concat([Buffer.from(`${JSON.stringify(header)}\n`), numbers]);
}

function parse(file: Buffer, key: string): Learned {
  const end = file.indexOf('\n');
  const header = JSON.parse(file.toString('utf8', 0, Math.max(0, end))) as Partial<Header> | null;
  if (header?.format !== FORMAT || header.key !== key) throw new Error('it holds something else.');
  const { dimensions, counts, calibration, sha256 } = header as Header;
  // A copy: the numbers have to begin at a multiple of four.
  const bytes = Uint8Array.from(file.subarray(end + 1));
  if (hash(bytes) !== sha256) throw new Error('it is cut off, or was changed.');
  const numbers = new Float32Array(bytes.buffer);
  const [count, meaning, wording] = counts;
  const vectors = Array.from({ length: count }, (_, i) => numbers.subarray(i * dimensions, (i + 1) * dimensions));
  const after = count * dimensions;
  return {
    vectors,
    calibration,
    weights: {
      meaning: numbers.subarray(after, after + meaning),
      wording: numbers.slice(after + meaning, after + meaning + wording),
    },
  };
}

const hash = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');
