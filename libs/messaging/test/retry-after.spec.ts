import { retryAfterMs } from '../src/index.ts';

const now = new Date('2026-03-02T12:00:00Z');

it.each([
  ['120', 120_000],
  ['0', 0],
  ['Mon, 02 Mar 2026 12:01:00 GMT', 60_000],
  ['Mon, 02 Mar 2026 11:00:00 GMT', 0],
  ['soon', undefined],
  [undefined, undefined],
])('reads Retry-After: %s', (header, ms) => expect(retryAfterMs(header, now)).toBe(ms));
