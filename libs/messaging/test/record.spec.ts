import { toRecord } from '../src/record.ts';

const message = (headers: Record<string, unknown>) =>
  toRecord({ key: null, value: null, timestamp: '0', attributes: 0, offset: '7', headers } as never, 't', 3);

it('reads a record as it lies in the log', () => {
  expect(message({ CE_Id: Buffer.from('a') })).toEqual({
    place: { topic: 't', partition: 3, offset: '7' },
    key: null,
    value: null,
    headers: { ce_id: 'a' },
    timestamp: '1970-01-01T00:00:00.000Z',
  });
});

it('takes headers that were sent twice, or without a value', () => {
  const headers = { twice: [Buffer.from('a'), Buffer.from('b')], none: null, missing: undefined };
  expect(message(headers).headers).toEqual({ twice: 'b' });
});
