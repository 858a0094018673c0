import type { Embedder } from '@throughline/models';
import { assuranceText } from '@throughline/triage/assurance';
import { evidenceOf } from '@throughline/triage/evidence';
import type { Located, TaxonomyFile } from '@throughline/workspace';
import { type Finding, warning } from './finding.ts';

/** A bound that is stated and not shown: then every ticket of those intents goes to people. */
export async function notShown(taxonomy: Located<TaxonomyFile>, embedder: Embedder): Promise<Finding[]> {
  const { name = '', intents, outOfScope, bound } = taxonomy.value;
  const evidence = await evidenceOf({ name, intents, outOfScope, ...(bound && { bound }) }, embedder);
  if (!evidence) return [];
  const { assurance } = evidence;
  const showings = [...assurance.perIntent.values(), assurance.pooled];
  // Texts and showings stand in the same order.
  return assuranceText(assurance).flatMap((text, i) =>
    showings[i]!.threshold === null ? [warning('bound', taxonomy, ['bound'], text)] : [],
  );
}
