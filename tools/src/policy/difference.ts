import type { FiredRule } from '@throughline/contracts';
import type { Verdict } from '@throughline/guardrails';

/** A rule that makes a difference: it acts under the new policy only, under the old one only, or names another queue. */
export type Change = { readonly change: 'added' | 'gone' | 'queue' } & Pick<FiredRule, 'id'> &
  Partial<Pick<FiredRule, 'effect' | 'reason' | 'evidence'>>;

/** Where a reply goes: to the customer, or to people of a queue. */
export type Route = { readonly route: 'approve' } | { readonly route: 'review'; readonly queue: string };

/** How two policies route one reply. */
export interface Difference {
  readonly from: Route;
  readonly to: Route;
  /** Empty where no rule does: then the default queue or that of the intent is another. */
  readonly rules: readonly Change[];
}

/** What another policy would change for a reply; undefined where it goes the same way. */
export function difference(before: Verdict, after: Verdict): Difference | undefined {
  const [from, to] = [routeOf(before), routeOf(after)];
  if (from.route === to.route && queueOf(from) === queueOf(to)) return undefined;
  const rules: Change[] = [
    ...missingFrom(acting(before), acting(after)).map((rule) => ({ change: 'added' as const, ...rule })),
    ...missingFrom(acting(after), acting(before)).map((rule) => ({ change: 'gone' as const, ...rule })),
  ];
  const named = from.route === to.route ? [before.queuedBy, after.queuedBy] : [];
  for (const id of named) {
    if (id !== undefined && !rules.some((r) => r.id === id)) rules.push({ change: 'queue', id });
  }
  return { from, to, rules };
}

/** `sent`, or the queue. */
export const routeText = (route: Route): string => queueOf(route) ?? 'sent';

const routeOf = ({ route, queue }: Verdict): Route => (route === 'approve' ? { route } : { route, queue });
const queueOf = (route: Route): string | undefined => (route.route === 'review' ? route.queue : undefined);

const acting = ({ rules }: Verdict): FiredRule[] => rules.filter(({ effect }) => effect !== 'observe');

const missingFrom = (known: readonly FiredRule[], rules: readonly FiredRule[]): FiredRule[] =>
  rules.filter(({ id }) => !known.some((other) => other.id === id));
