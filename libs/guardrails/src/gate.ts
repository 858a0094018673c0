import { evaluate, type Verdict } from './evaluate.ts';
import type { GateInput } from './facts.ts';
import type { Policy } from './policy.ts';

/** Where tickets go when there is no policy to name a queue. */
export const lastResortQueue = 'general';

/** The id of the rule that fires when the gate itself can't run. */
export const gateFailed = 'gate-failed';

/**
 * {@link evaluate} that fails closed: never throws; without a policy, or where the engine breaks, a person has to look.
 * That goes for people's replies too: nothing goes out unchecked.
 */
export function gate(policy: Policy | undefined, input: GateInput): Verdict {
  if (!policy) return closed('No policy is loaded.', undefined);
  try {
    return evaluate(policy, input);
  } catch (error) {
    return closed(String(error).split('\n')[0] ?? '', policy);
  }
}

function closed(evidence: string, policy: Policy | undefined): Verdict {
  const reason = 'The guardrails could not run, so a person has to decide.';
  return {
    route: 'review',
    queue: policy?.document.humanQueues.default ?? lastResortQueue,
    reasons: [`${reason} (${evidence})`],
    rules: [{ id: gateFailed, effect: 'review', reason, evidence }],
    ...(policy ? { policyVersion: policy.version } : {}),
  };
}
