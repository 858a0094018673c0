import {
  defaultPolicySource,
  parsePolicy,
  type Policy,
  PolicyError,
  type PolicyProblem,
  unknownIntents,
} from '@throughline/guardrails';
import type { Inspection, Problem } from '@throughline/workspace';

/** Every mistake of a workspace: those of its files, of its policy, and of what the policy says about the taxonomy. */
export function mistakesOf(found: Inspection): { problems: Problem[]; policy: Policy | undefined } {
  try {
    const policy = parsePolicy(found.policySource ?? defaultPolicySource);
    // Of a taxonomy with mistakes it is not known which intents it would have.
    const known = found.taxonomy && new Set(found.parts.intents.map(({ value }) => value.id));
    const unknown = known ? unknownIntents(policy, known) : [];
    return { problems: [...found.problems, ...unknown.map(inWorkspace)], policy };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return { problems: [...found.problems, ...error.problems.map(inWorkspace)], policy: undefined };
  }
}

const inWorkspace = ({ line, field, message }: PolicyProblem): Problem => ({
  file: 'policy.yaml',
  line,
  field,
  message,
});
