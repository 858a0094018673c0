import { type Actor, type DataOf, type NewEvent, PolicyChanged } from '@throughline/contracts';
import { parsePolicy } from './policy.ts';

type PolicyEvent = NewEvent<DataOf<typeof PolicyChanged>>;

/**
 * The events that make a policy text the active one: the document, then the pointer to it. `at` is ISO 8601 in UTC.
 * Throws PolicyError for a text with mistakes, so that no broken policy is ever activated this way.
 */
export function activation(source: string, by: Actor, at: string): [document: PolicyEvent, active: PolicyEvent] {
  const { version, source: normalised } = parsePolicy(source);
  return [
    PolicyChanged.of({ kind: 'document', version, source: normalised, by, at }),
    PolicyChanged.of({ kind: 'active', version, by, at }),
  ];
}

/** The event that turns the kill switch. `at` is ISO 8601 in UTC. */
export const killSwitch = (on: boolean, by: Actor, at: string): PolicyEvent =>
  PolicyChanged.of({ kind: 'kill_switch', on, by, at });
