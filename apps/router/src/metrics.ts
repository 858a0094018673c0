import { metrics } from '@opentelemetry/api';
import type { Verdict } from '@throughline/guardrails';

const meter = metrics.getMeter('@throughline/router');

/** What the gate said, by `route` (`approve`, `review`) and `author` (`agent`, `human`). */
const verdicts = meter.createCounter('throughline.gate.verdicts', { unit: '{reply}' });
/** Rules that fired, by `rule`, `effect` (`review`, `block`; `observe`: counted only) and `author`. */
const rules = meter.createCounter('throughline.gate.rules', { unit: '{rule}' });

/** Counts what the gate said of a reply. A record that is handled again counts again. */
export function count({ route, rules: fired }: Verdict, author: 'agent' | 'human'): void {
  verdicts.add(1, { route, author });
  for (const { id, effect } of fired) rules.add(1, { rule: id, effect, author });
}
