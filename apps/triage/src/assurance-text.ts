import { type Assurance, type Bound, needed, type Showing } from '@throughline/models';

const percent = (share: number): string => `${Number((share * 100).toPrecision(2))} %`;

/** What was found for a bound, a line for each intent with a showing of its own and one for all others. */
export function assuranceText({ bound, pooled, perIntent }: Assurance): string[] {
  const rest = perIntent.size === 0 ? 'all intents' : 'the other intents';
  return [...[...perIntent].map(([intent, found]) => line(intent, found, bound)), line(rest, pooled, bound)];
}

function line(what: string, showing: Showing, bound: Bound): string {
  const { threshold, accepted, wrong, upper, outcomes } = showing;
  const stated = `at most ${percent(bound.wrong)} wrong with ${percent(bound.confidence)} confidence`;
  const found = `${wrong} of the ${accepted} surest of ${outcomes} texts are wrong, so up to ${percent(upper)} may be`;
  if (threshold !== null) return `${what}: ${stated} is shown: ${found}.`;
  const least = needed(1, bound);
  const why = outcomes < least ? `it takes ${least} texts at least, and there are ${outcomes}` : found;
  return `${what}: ${stated} is not shown, so people answer: ${why}. More examples help, and such as are told apart better.`;
}
