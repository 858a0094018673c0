import * as fc from 'fast-check';
import { type ProducedRecord } from '../src/record.ts';
import { encodeBatch } from '../src/record-batch.ts';

interface Decoded {
  producerId: string;
  producerEpoch: number;
  firstSequence: number;
  inTransaction: boolean;
  records: { offset: string; timestamp: string; key: Buffer | null; value: Buffer | null; headers: object }[];
}
const Decoder = jest.requireActual<new (raw: Buffer) => object>('kafkajs/src/protocol/decoder');
const decodeBatch = jest.requireActual<(d: object) => Promise<Decoded>>('kafkajs/src/protocol/recordBatch/v0/decoder');
const crc32C = jest.requireActual<(raw: Buffer) => number>('kafkajs/src/protocol/recordBatch/crc32C');

const part = fc.oneof(
  fc.constant(null),
  fc.string({ maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
);
// The decoder of the test takes names of Object's own methods for headers that are there already.
const headerName = fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => !(text in {}));
const headers = fc.dictionary(headerName, fc.string({ unit: 'grapheme', maxLength: 200 }));
const record: fc.Arbitrary<ProducedRecord> = fc.record({ topic: fc.constant('t'), key: part, value: part, headers });
const of = { producerId: '4611686018427387905', producerEpoch: 7, firstSequence: 2 ** 31 - 2 };
const bytes = (given: string | Buffer | null) => (given === null ? null : Buffer.from(given).toString('hex'));

it('is read as it was meant, whatever the records hold', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(record, { minLength: 1, maxLength: 40 }), async (records) => {
      const { bytes: batch, count } = encodeBatch(records, of, 1_700_000_000_000);
      expect(count).toBe(records.length);
      const read = await decodeBatch(new Decoder(batch));
      expect(read).toMatchObject({ ...of, inTransaction: true });
      expect(batch.readUInt32BE(17)).toBe(crc32C(batch.subarray(21)) >>> 0);
      expect(batch.readInt32BE(8)).toBe(batch.length - 12);
      expect(read.records.map((r) => Number(r.offset))).toEqual(records.map((_, i) => i));
      read.records.forEach((r, i) => {
        const sent = records[i] as ProducedRecord;
        expect([r.key, r.value].map((p) => bytes(p))).toEqual([sent.key, sent.value].map(bytes));
        expect(Number(r.timestamp)).toBe(1_700_000_000_000);
        const texts = Object.entries(r.headers).map(([name, value]) => [name, String(value)]);
        expect(new Map(texts as [string, string][])).toEqual(new Map(Object.entries(sent.headers)));
      });
    }),
    { numRuns: 200 },
  );
});

it('takes a record of several hundred kilobytes, and no more than fits with it', async () => {
  const [large, little] = ['ü'.repeat(400_000), 'x'.repeat(1_000)].map((value) => ({
    topic: 't',
    key: 'k',
    value,
    headers: {},
  }));
  const both = [large, little] as ProducedRecord[];
  const alone = encodeBatch(both, of);
  expect(alone.count).toBe(1);
  expect((await decodeBatch(new Decoder(alone.bytes))).records.map((r) => r.value?.length)).toEqual([800_000]);
  const records = Array.from({ length: 1_000 }, () => little as ProducedRecord);
  const { bytes: batch, count } = encodeBatch(records, of);
  expect(batch.length).toBeLessThanOrEqual(700_000);
  expect((count + 1) * (batch.length / count)).toBeGreaterThan(700_000);
  expect((await decodeBatch(new Decoder(batch))).records).toHaveLength(count);
});
