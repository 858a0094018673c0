import { metrics } from '@opentelemetry/api';
import { fallbacks } from './failure.ts';

const meter = metrics.getMeter('@throughline/llm');

/** Messages put to a language model, by step and outcome: `used`, or why the default was used instead. An alert watches it. */
export const asked = meter.createCounter('throughline.llm.asked', { unit: '{message}' });
/** Tokens, by step, model and `gen_ai.token.type` (`input`, `output`). */
export const tokens = meter.createCounter('throughline.llm.tokens', { unit: '{token}' });
/** US dollars, by step and model; nothing where prices are not set. */
export const cost = meter.createCounter('throughline.llm.cost', { unit: '{USD}' });

/** A counter that has never counted is no series: rates of the first failure would be missed. */
export function beginAtZero(step: string, model: string): void {
  for (const outcome of ['used', ...fallbacks]) asked.add(0, { step, outcome });
  for (const type of ['input', 'output']) tokens.add(0, { step, model, 'gen_ai.token.type': type });
  cost.add(0, { step, model });
}
