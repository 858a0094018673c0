import type { Triage } from '@throughline/contracts';

const URGENT = new Set(['self_harm', 'safety_incident', 'security_incident']);
const HIGH = new Set(['legal_threat', 'privacy_request', 'press', 'chargeback']);
const PRESSING =
  /\b(?:urgent(?:ly)?|asap|as soon as possible|immediately|right away|straight away|emergency|by (?:today|tonight|tomorrow|noon)|before (?:today|tonight|tomorrow|noon)|(?:leave|leaving|fly|flying|travel|travell?ing|wedding|funeral|birthday) (?:is )?(?:today|tonight|tomorrow))\b/i;

/** How soon somebody should look: by what the message brings with it, then by how pressing it sounds. */
export function priority(found: Pick<Triage, 'signals' | 'sentiment' | 'intent'>, text: string): Triage['priority'] {
  const has = (kinds: ReadonlySet<string>): boolean => found.signals.some(({ kind }) => kinds.has(kind));
  if (has(URGENT)) return 'urgent';
  const again = has(new Set(['repeat_contact']));
  if (has(HIGH) || found.intent?.highStakes || PRESSING.test(text) || (again && has(new Set(['anger'])))) return 'high';
  // Praise that asks nothing can wait; whatever else was said, somebody is waiting.
  return found.sentiment === 'positive' && found.intent === null && !text.includes('?') ? 'low' : 'normal';
}
