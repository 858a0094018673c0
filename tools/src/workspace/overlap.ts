import { dot } from '@throughline/models';
import type { Intent, Located } from '@throughline/workspace';
import { type Finding, warning } from './finding.ts';

/** From this cosine on, the embedded models take two questions for the same: unrelated ones lie around 0.5, neighbours around 0.75. */
const SAME = 0.85;

interface Example {
  readonly intent: Located<Intent>;
  readonly index: number;
  readonly text: string;
  readonly vector: Float32Array;
}

interface Neighbour {
  readonly example: Example;
  readonly cosine: number;
}

/**
 * Examples that are nearer to one of another intent than to any of their own, and nearly the same as it: whatever the
 * classifier learns from the one, the other takes back. Each pair is told once.
 *
 * @param vectors of all examples, intent by intent.
 */
export function overlaps(intents: readonly Located<Intent>[], vectors: readonly Float32Array[]): Finding[] {
  let next = 0;
  const examples = intents.flatMap((intent) =>
    intent.value.examples.map((text, index): Example => ({ intent, index, text, vector: vectors[next++]! })),
  );
  const told = new Set<Example>();
  return examples.flatMap((example) => {
    if (told.has(example)) return [];
    const { own, other } = nearest(example, examples);
    if (!other || other.cosine < SAME || (own && own.cosine > other.cosine)) return [];
    told.add(other.example);
    return [overlap(example, other, own)];
  });
}

function nearest(of: Example, all: readonly Example[]): { own?: Neighbour; other?: Neighbour } {
  const found: { own?: Neighbour; other?: Neighbour } = {};
  for (const example of all) {
    if (example === of) continue;
    const side = example.intent === of.intent ? 'own' : 'other';
    const cosine = dot(of.vector, example.vector);
    if (cosine > (found[side]?.cosine ?? -Infinity)) found[side] = { example, cosine };
  }
  return found;
}

function overlap({ intent, index, text }: Example, other: Neighbour, own: Neighbour | undefined): Finding {
  const { file, line } = other.example.intent.at(['examples', other.example.index]);
  const nearer = `${other.cosine.toFixed(2)}, its own intent's nearest ${own ? own.cosine.toFixed(2) : 'none'}`;
  return warning(
    'overlap',
    intent,
    ['examples', index],
    `'${text}' is too near to '${other.example.text}' of '${other.example.intent.value.id}' at ${file}:${line} ` +
      `(cosine ${nearer}); reword one of them, or make one intent of both`,
  );
}
