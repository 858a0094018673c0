import type { IncomingRecord, OutgoingRecord } from '@throughline/messaging';

/** A sent record as a service reads it. */
export const asRead = ({ topic, key, value, headers }: OutgoingRecord, offset = '0'): IncomingRecord => ({
  place: { topic, partition: 0, offset },
  key: key === null ? null : Buffer.from(key),
  value: value === null ? null : Buffer.from(value),
  headers,
  timestamp: '2026-01-01T00:00:00.000Z',
});
