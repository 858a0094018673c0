import { defaultPolicySource, parsePolicy, type Policy, PolicyError } from '@throughline/guardrails';
import type { Inspection, Problem } from '@throughline/workspace';

/** Every mistake of a workspace: those of its files, of its policy, and of what the policy says about the taxonomy. */
export function mistakesOf(found: Inspection): { problems: Problem[]; policy: Policy | undefined } {
  const problems = [...found.problems];
  try {
    const policy = parsePolicy(found.policySource ?? defaultPolicySource);
    // Of a taxonomy with mistakes it is not known which intents it would have.
    if (found.taxonomy) problems.push(...unknownIntents(policy, found));
    return { problems, policy };
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    problems.push(...error.problems.map(({ line, field, message }) => ({ file: 'policy.yaml', line, field, message })));
    return { problems, policy: undefined };
  }
}

function unknownIntents({ document, source }: Policy, { parts }: Inspection): Problem[] {
  const known = new Set(parts.intents.map(({ value }) => value.id));
  return Object.keys(document.highStakes.intents).flatMap((id) => {
    if (known.has(id)) return [];
    const message = `'${id}' is in no entry of taxonomy.yaml; correct it or add the entry`;
    return [{ file: 'policy.yaml', line: lineOfKey(source, id), field: `highStakes.intents.${id}`, message }];
  });
}

/** The line on which a key stands in a policy that is known to have it. */
function lineOfKey(source: string, key: string): number {
  const lines = source.split('\n');
  const start = lines.findIndex((line) => /^highStakes\s*:/.test(line));
  const at = lines.findIndex((line, i) => i >= start && line.replace(/#.*/, '').includes(key));
  return Math.max(at, start, 0) + 1;
}
