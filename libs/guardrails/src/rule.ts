import type { FiredRule } from '@throughline/contracts';
import type { RuleSource } from './built-in-rules.ts';
import { compile } from './cel.ts';
import type { Facts } from './fact-types.ts';

/** A compiled rule. */
export interface Rule extends Omit<RuleSource, 'when' | 'evidence' | 'queue'> {
  /** What the rule says of a reply; undefined where it does not hold. Never throws. */
  readonly check: (facts: Facts) => Finding | undefined;
}

/** A rule held: what to write down, and the queue that it asks for. */
export interface Finding {
  readonly fired: FiredRule;
  readonly queue: string | undefined;
}

// Evidence is for a person's eye; a whole text would only hide the rest.
const longestEvidence = 300;

/** Compiles a rule. Throws CelError where an expression is wrong; `rule.when` has to be checked before the others. */
export function compileRule(source: RuleSource): Rule {
  const { when, evidence, queue, ...rest } = source;
  const holds = compile(when, 'bool').run;
  const evidenceOf = evidence === undefined ? undefined : compile(evidence, 'string').run;
  const queueOf = queue === undefined ? undefined : compile(queue, 'string').run;
  const fired = (effect: FiredRule['effect'], reason: string, found: string | undefined): FiredRule => ({
    id: rest.id,
    effect: rest.mode === 'observe' ? 'observe' : effect,
    reason,
    ...(rest.mode === 'observe' && effect !== 'observe' ? { would: effect } : {}),
    ...(found ? { evidence: found.slice(0, longestEvidence) } : {}),
  });
  return {
    ...rest,
    check: (facts) => {
      try {
        if (!holds(facts)) return undefined;
        return { fired: fired(rest.effect, rest.reason, evidenceOf?.(facts)), queue: queueOf?.(facts) || undefined };
      } catch (error) {
        // Closed, not open: a rule that can't be asked counts as one that holds.
        const effect = rest.effect === 'observe' ? 'observe' : 'review';
        return {
          fired: fired(effect, 'This rule could not be evaluated.', String(error).split('\n')[0]),
          queue: undefined,
        };
      }
    },
  };
}
