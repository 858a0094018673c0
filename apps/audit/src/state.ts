import type { FlowStep } from './schemas.ts';

/**
 * Where a ticket is: an outcome (`agent` or `human` answered, `closed`), `waiting` for a person, or `open` while
 * services work on it.
 */
export type State = 'agent' | 'human' | 'closed' | 'waiting' | 'open';

/** What an event means for the state of its turn; later ones in causal order count. */
const after: Record<string, State | undefined> = {
  'review.requested': 'waiting',
  'review.claimed': 'waiting',
  'ticket.escalated': 'waiting',
  'review.decided': 'open',
  'ticket.closed': 'closed',
};

/** Which state outweighs which, whatever order the events were read in. */
const weight: Record<State, number> = { open: 0, waiting: 1, closed: 2, agent: 3, human: 3 };

type Step = FlowStep & { author?: 'agent' | 'human' };

/**
 * The state of a ticket: that of its latest turn. A turn that triage closed (the customer's auto-responder, say) says
 * nothing of the ticket while an earlier one is still at work or waits for a person. `author` is who wrote or closed.
 */
export function stateOf(steps: readonly Step[]): { state: State; turn: number } {
  const turn = Math.max(1, ...steps.map((s) => s.turn ?? 1));
  const latest = turnState(steps, turn);
  const byMachine = steps.some((s) => s.type === 'ticket.closed' && s.turn === turn && s.author === 'agent');
  if (latest !== 'closed' || !byMachine || turn === 1) return { state: latest, turn };
  const { state } = stateOf(steps.filter((s) => (s.turn ?? 1) < turn));
  return { state: state === 'waiting' || state === 'open' ? state : latest, turn };
}

function turnState(steps: readonly Step[], turn: number): State {
  let state: State = 'open';
  for (const step of causalOrder(steps.filter((s) => (s.turn ?? 1) === turn))) {
    const next = step.type === 'ticket.resolved' ? (step.author ?? 'agent') : after[step.type];
    // A decision takes a waiting ticket back to work; nothing takes an outcome back.
    if (next && (weight[next] >= weight[state] || (next === 'open' && state === 'waiting'))) state = next;
  }
  return state;
}

/** Sorted by time, and never an event before the one that caused it (clocks of services differ). */
export function causalOrder<T extends { eventId: string; causationId: string | null; at: string }>(
  steps: readonly T[],
): T[] {
  const byTime = steps.toSorted((a, b) => a.at.localeCompare(b.at));
  const known = new Map(byTime.map((s) => [s.eventId, s]));
  const done = new Set<string>();
  const result: T[] = [];
  const put = (step: T): void => {
    if (done.has(step.eventId)) return;
    done.add(step.eventId);
    const cause = step.causationId ? known.get(step.causationId) : undefined;
    if (cause) put(cause);
    result.push(step);
  };
  byTime.forEach(put);
  return result;
}
