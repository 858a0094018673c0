import type { DataOf, ReviewDecided } from '@throughline/contracts';
import { keptCitations, sends } from '@throughline/guardrails';
import type { Outcome } from '@throughline/models';

/**
 * What a person's decision says of the intent that triage gave a message. A reply that was drafted and is sent as it stands, or
 * edited with all its quotes in it, answered the matter; one that a person replaced, or asked back instead of, did not: had an
 * agent been left alone, it would have been a wrong reply. Where nothing was drafted, or the decision is none on a reply, or triage
 * gave no score (an earlier version, a language model), it says nothing; nor of high-stakes intents, which go to people anyway.
 */
export function outcomeOf(decision: DataOf<typeof ReviewDecided>): Outcome | undefined {
  const { action, text = '', triage, draft } = decision;
  if (!sends(decision) || draft?.kind !== 'reply') return undefined;
  if (!triage?.intent || triage.intent.highStakes || triage.score === undefined) return undefined;
  const right =
    action === 'approve' || (action === 'edit' && keptCitations(draft, text).length === draft.citations.length);
  return { intent: triage.intent.id, score: triage.score, right };
}
