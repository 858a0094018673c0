import {
  type Assurance,
  assure,
  type Embedder,
  isAssured,
  type Classification,
  unseenOutcomes,
} from '@throughline/models';
import type { Taxonomy } from '@throughline/workspace';

/**
 * Whether, and from which score on, a workspace's bound is shown by its examples and what it says is out of scope; undefined
 * where it states none. What is taken for a high-stakes intent goes to a person, so it can't be answered wrongly.
 */
export async function assuranceOf(
  { intents, outOfScope, bound }: Taxonomy,
  embedder: Embedder,
): Promise<Assurance | undefined> {
  if (!bound) return undefined;
  const grave = new Set(intents.filter(({ highStakes }) => highStakes).map(({ id }) => id));
  const outcomes = await unseenOutcomes(embedder, intents, outOfScope);
  return assure(
    outcomes.filter(({ intent }) => !grave.has(intent)),
    bound,
  );
}

/** What an event says of it; nothing where no bound is stated. */
export function assured(
  assurance: Assurance | undefined,
  intent: string | undefined,
  { score }: Classification,
): { assured?: boolean } {
  if (!assurance) return {};
  return { assured: intent !== undefined && isAssured(assurance, intent, score) };
}
