import type { Contract, Step } from '@throughline/contracts';

/** When the supervisor first saw each kind of event of one turn; ISO 8601 in UTC, by {@link seenKey}. */
export type Seen = Readonly<Record<string, string>>;

/** A contract's name as a member name in the store, where a dot would mean a path. */
export const seenKey = ({ name }: Pick<Contract, 'name'>): string => name.replaceAll('.', '_');

/** The plan with every time limit multiplied. */
export const scaled = (plan: readonly Step[], factor: number): Step[] =>
  plan.map((step) => ({ ...step, withinSeconds: step.withinSeconds === null ? null : step.withinSeconds * factor }));

/** When a step that is owed has to be done, in milliseconds; undefined where it isn't owed or has no limit. */
function dueAt(seen: Seen, step: Step, listeningSince: number): number | undefined {
  const done = step.until.some((contract) => seen[seenKey(contract)]);
  const starts = step.after.flatMap((contract) => seen[seenKey(contract)] ?? []).map((at) => Date.parse(at));
  if (done || starts.length === 0 || step.withinSeconds === null) return undefined;
  return Math.max(Math.min(...starts), listeningSince) + step.withinSeconds * 1000;
}

/**
 * The step of this turn that its owner should have done by now, the first of the plan if there are several.
 *
 * The supervisor's own sight and clock count, not the senders': a step has its full time from the moment that the
 * supervisor saw it begin AND was listening. So neither skewed clocks nor its own downtime make a step overdue: after a
 * restart, what was done meanwhile lies in its topics, and there is `withinSeconds` to read it. The price: a step that
 * was overdue already is escalated that much later. (`listeningSince`, `now`: milliseconds.)
 */
export const overdue = (seen: Seen, plan: readonly Step[], now: number, listeningSince: number): Step | undefined =>
  plan.find((step) => {
    const due = dueAt(seen, step, listeningSince);
    return due !== undefined && now >= due;
  });
