import type { FiredRule } from '@throughline/contracts';
import type { Facts } from './fact-types.ts';
import { factsOf, type GateInput } from './facts.ts';
import type { Policy } from './policy.ts';

/** What the gate says of a reply. */
export interface Verdict {
  /** `approve`: it may go to the customer; `review`: a person has to look. */
  readonly route: 'approve' | 'review';
  /** The human queue, with `review`; the one it would be, with `approve`. */
  readonly queue: string;
  /** The rule that named the queue; absent where it is the intent's or the default one. */
  readonly queuedBy?: string | undefined;
  /** Why it was not approved, in plain words, most serious first; empty with `approve`. */
  readonly reasons: readonly string[];
  /** Every rule that held for this author, most serious first, those that only observe included. */
  readonly rules: readonly FiredRule[];
  /** Absent where there was no policy. */
  readonly policyVersion?: string;
}

/**
 * Asks every rule of a policy about one reply. Same engine for agents, people and plugged-in programs; a rule says whose
 * replies it looks at. Throws only for an input that isn't of its type: see `gate`, which never does.
 */
export function evaluate(policy: Policy, input: GateInput): Verdict {
  const facts = factsOf(input, policy.document);
  // The queue is the matter's, whoever writes: a person's reply that is refused goes back to the people who know it.
  const holding = policy.rules.flatMap((rule) => {
    const finding = rule.check(facts);
    return finding ? { ...finding, rule } : [];
  });
  const rules = holding.filter(({ rule }) => rule.authors.includes(input.author.kind)).map(({ fired }) => fired);
  const stopping = rules.filter(({ effect }) => effect !== 'observe');
  const asked = holding.find(({ fired, queue }) => fired.effect !== 'observe' && queue !== undefined);
  return {
    route: stopping.length > 0 ? 'review' : 'approve',
    queue: asked?.queue ?? queueOfMatter(facts, policy),
    queuedBy: asked?.rule.id,
    reasons: stopping.map(inWords),
    rules,
    policyVersion: policy.version,
  };
}

/** The intent's queue where triage is sure of the intent, else the default one. */
function queueOfMatter({ triage, thresholds }: Facts, { document }: Policy): string {
  const sure = triage.queue !== '' && triage.confidence >= thresholds.confidence;
  return sure ? triage.queue : document.humanQueues.default;
}

const inWords = ({ reason, evidence }: FiredRule): string =>
  evidence ? `${reason.replace(/\.$/, '')} (${evidence}).` : reason;
