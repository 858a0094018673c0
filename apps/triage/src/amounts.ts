import { type Money, moneyIn } from '@throughline/guardrails';

/** The amounts of money in a text, in order, each once as it was first written. */
export function amounts(text: string): Money[] {
  const found = new Map<string, Money>();
  for (const money of moneyIn(text)) {
    const key = `${money.value} ${money.currency}`;
    if (money.value > 0 && !found.has(key)) found.set(key, money);
  }
  return [...found.values()];
}
