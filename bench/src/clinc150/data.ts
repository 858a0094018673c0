import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { z } from 'zod';

const Texts = z.array(z.tuple([z.string(), z.string()]));
const Full = z.object({ train: Texts, test: Texts, oos_test: Texts });
const Domains = z.record(z.string(), z.array(z.string()));

/** One text, and what it is about. */
export interface Text {
  readonly text: string;
  readonly intent: string;
}

/** CLINC150 (Larson et al. 2019, "An Evaluation Dataset for Intent Classification and Out-of-Scope Prediction"; CC BY 3.0). */
export interface Clinc150 {
  /** Intents by domain. */
  readonly domains: Readonly<Record<string, readonly string[]>>;
  readonly train: readonly Text[];
  readonly test: readonly Text[];
  /** About none of the intents. */
  readonly outOfScope: readonly string[];
}

const named = (texts: z.infer<typeof Texts>): Text[] => texts.map(([text, intent]) => ({ text, intent }));

/** Reads `data_full.json` and `domains.json` of the dataset's folder. @throws where they are missing or of another shape */
export function readClinc150(dir: string): Clinc150 {
  const json = (file: string): unknown => {
    try {
      return JSON.parse(readFileSync(join(dir, file), 'utf8'));
    } catch (error) {
      throw new Error(`--data ${dir} has no readable ${file}: give the folder of CLINC150.`, { cause: error });
    }
  };
  const { train, test, oos_test } = Full.parse(json('data_full.json'));
  return {
    domains: Domains.parse(json('domains.json')),
    train: named(train),
    test: named(test),
    outOfScope: oos_test.map(([text]) => text),
  };
}

/** So many of the items, without repeats; the same for the same seed. */
export function sample<T>(items: readonly T[], count: number, seed: number): T[] {
  const random = xoroshiro128plus(seed);
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () => {
    const [taken] = left.splice(uniformInt(random, 0, left.length - 1), 1);
    return taken!;
  });
}

/** So many examples of every one of the intents. */
export const examplesOf = ({ train }: Clinc150, intents: readonly string[], count: number, seed: number) =>
  intents.map((id, i) => ({
    id,
    // Of the same seed every intent would get the texts of the same places.
    examples: sample(
      train.filter(({ intent }) => intent === id).map(({ text }) => text),
      count,
      seed * 1_000 + i,
    ),
  }));
