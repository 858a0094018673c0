import type { NewEvent } from '@throughline/contracts';
import { deepStrictEqual } from 'node:assert/strict';
import type { OutgoingRecord } from './record.ts';
import type { Partly } from './testing-types.ts';

/** An event as `Contract.of` makes it, or one of which a test states only a part. */
export type ExpectedEvent = NewEvent | Partly<unknown>;

/** @throws AssertionError with the difference, where these are not the events that were sent */
export function compareEvents(sent: readonly OutgoingRecord[], expected: readonly ExpectedEvent[]): void {
  const actual = sent.map((record, i) => readable(record, expected[i]));
  const wanted = expected.map(({ contract, ...event }) => ({
    event: contract.name,
    // What would arrive: members that are undefined are not sent. Matchers have to stay what they are.
    data: 'partly' in event ? event.partly : (JSON.parse(JSON.stringify(event.data)) as unknown),
    ...('policyVersion' in event && { policyVersion: event.policyVersion }),
  }));
  deepStrictEqual(actual, wanted);
}

function readable({ value, headers }: OutgoingRecord, expected: ExpectedEvent | undefined): object {
  const data: unknown = JSON.parse(value ?? 'null');
  const type = headers['ce_type'] ?? '';
  return {
    event: type === expected?.contract.type ? expected.contract.name : type,
    data: expected && 'partly' in expected ? pick(data, expected.partly) : data,
    ...(expected && 'policyVersion' in expected && { policyVersion: headers['ce_policyversion'] }),
  };
}

interface Matcher {
  asymmetricMatch(actual: unknown): boolean;
}

/** Of `actual` what `expected` speaks of; all of a list, so that its length counts. */
function pick(actual: unknown, expected: unknown): unknown {
  if (typeof expected !== 'object' || expected === null) return actual;
  if ('asymmetricMatch' in expected) return (expected as Matcher).asymmetricMatch(actual) ? expected : actual;
  if (typeof actual !== 'object' || actual === null) return actual;
  if (Array.isArray(expected) !== Array.isArray(actual)) return actual;
  if (Array.isArray(actual)) return actual.map((item, i) => pick(item, (expected as unknown[])[i]));
  const of = actual as Record<string, unknown>;
  return Object.fromEntries(Object.entries(expected).map(([name, part]) => [name, pick(of[name], part)]));
}
