import { type IncomingRecord, TerminalError } from '@throughline/messaging';
import { dataOf, makeHop } from '../src/hop.ts';
import { inputRecord } from '../src/kafka/topics.ts';

const names = { input: 'in', output: 'out', service: 'step' };

const incoming = (n: number): IncomingRecord => {
  const { topic, key, value, headers } = inputRecord('in', dataOf(n, 5_000, 0));
  const place = { topic, partition: 0, offset: String(n) };
  return {
    place,
    key: Buffer.from(key ?? ''),
    value: Buffer.from(value ?? ''),
    headers,
    timestamp: '2026-03-02T09:30:00.000Z',
  };
};

describe('a step as arms without our engine run it', () => {
  it.each([0, 9, 12_345, 999_999])('record %d is 1 KiB of JSON', (n) => {
    expect(Buffer.byteLength(inputRecord('in', dataOf(n, 5_000, 0)).value ?? '')).toBe(1024);
  });

  it('reads, handles and stamps, in the trace and of the cause that came in', async () => {
    let handled = 0;
    const record = incoming(7);
    const out = await makeHop(names, () => handled++).process(record);

    expect(handled).toBe(1);
    expect(out).toMatchObject({ topic: 'support.bench.out.v1', key: 'C-7', value: record.value?.toString() });
    expect(out.headers).toMatchObject({
      ce_type: 'io.throughline.support.bench.out.v1',
      ce_causationid: record.headers['ce_id'],
      traceparent: record.headers['traceparent'],
    });
  });

  it('refuses what does not fit the contract', async () => {
    const wrong = { ...incoming(1), value: Buffer.from('{"n":"one"}') };
    await expect(makeHop(names).process(wrong)).rejects.toThrow(TerminalError);
  });
});
