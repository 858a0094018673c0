import { InvalidArgumentError } from 'commander';
import { instant } from '../dlq/instant.ts';

/** An option's value as a whole number from 1. */
export function count(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError('expected a whole number from 1');
  return value;
}

/** An option's value as an instant: how long ago, or ISO 8601. */
export function when(text: string): Date {
  const parsed = instant(text);
  if (!parsed) throw new InvalidArgumentError('expected 90s, 15m, 2h, 3d, or an ISO 8601 time like 2026-03-02T08:00');
  return parsed;
}
