import * as fc from 'fast-check';
import type { KafkaMessage } from 'kafkajs';
import { FetchedRecord, readFetch } from '../src/fetched-record.ts';
import { toRecord } from '../src/record.ts';

interface Encoder {
  readonly buffer: Buffer;
  writeInt16(n: number): Encoder;
  writeInt32(n: number): Encoder;
  writeInt64(n: number): Encoder;
  writeString(text: string): Encoder;
  writeBytes(bytes: Buffer): Encoder;
  writeEncoder(encoder: Encoder): Encoder;
}
type Answer = Awaited<ReturnType<typeof readFetch>>;

// kafkajs's own code makes the answers, and reads them for comparison.
const NewEncoder = jest.requireActual<new () => Encoder>('kafkajs/src/protocol/encoder');
const encodeRecord = jest.requireActual<(record: object) => Encoder>('kafkajs/src/protocol/recordBatch/record/v0');
const { RecordBatch: encodeBatch } = jest.requireActual<{ RecordBatch: (batch: object) => Promise<Encoder> }>(
  'kafkajs/src/protocol/recordBatch/v0',
);
const { decode: kafkajsReads } = jest.requireActual<{ decode: (raw: Buffer) => Promise<Answer> }>(
  'kafkajs/src/protocol/requests/fetch/v11/response',
);

interface Sent {
  readonly timestampDelta: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Record<string, string | string[]>;
}

interface SentBatch {
  readonly first: number;
  readonly compression: number;
  readonly transactional: boolean;
  /** 0x08: stamped by the broker; 0x20: markers of transactions. */
  readonly flags: number;
  readonly records: readonly Sent[];
}

async function batchBytes({ first, compression, transactional, flags, records }: SentBatch): Promise<Buffer> {
  const time = 1_700_000_000_000;
  const { buffer } = await encodeBatch({
    compression,
    firstOffset: first,
    firstTimestamp: time,
    maxTimestamp: time + 123_456,
    transactional,
    producerId: 4_611_686_018_427,
    producerEpoch: 3,
    firstSequence: 9,
    lastOffsetDelta: records.length - 1,
    records: records.map((record, offsetDelta) => encodeRecord({ ...record, offsetDelta })),
  });
  buffer[22] = (buffer[22] as number) | flags;
  return buffer;
}

/** An answer to Fetch 11 about one topic; `parts` are its partitions' records. */
function answer(parts: readonly Buffer[]): Buffer {
  const out = new NewEncoder().writeInt32(5).writeInt16(0).writeInt32(77).writeInt32(1).writeString('a topic');
  out.writeInt32(parts.length);
  parts.forEach((records, i) => {
    out.writeInt32(i).writeInt16(0).writeInt64(1_000).writeInt64(900).writeInt64(1);
    out.writeInt32(1).writeInt64(17).writeInt64(4).writeInt32(-1).writeBytes(records);
  });
  return out.buffer;
}

/** What there is to compare: ours has its headers behind a getter. */
const plain = (read: Answer) =>
  read.responses.map(({ topicName, partitions }) => ({
    topicName,
    partitions: partitions.map(({ messages, ...rest }) => ({
      ...rest,
      messages: (messages as unknown as (KafkaMessage & FetchedRecord)[]).map((m) => ({
        offset: m.offset,
        timestamp: m.timestamp,
        key: m.key,
        value: m.value,
        attributes: m.attributes,
        control: m.isControlRecord,
        producer: m.batchContext.producerId,
        inTransaction: m.batchContext.inTransaction,
        headers: new Map(Object.entries(m.headers ?? {})),
        record: toRecord(m, topicName, 0),
      })),
    })),
  }));

const bytes = fc.option(fc.uint8Array({ maxLength: 300 }).map((b) => Buffer.from(b)));
const text = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'grapheme', maxLength: 40 }));
// kafkajs takes names of Object's own methods for headers that are there already.
const name = fc.oneof(fc.constantFrom('ce_id', 'ce_type', 'Content-Type'), text).filter((n) => !(n in {}));
const sent: fc.Arbitrary<Sent> = fc.record({
  timestampDelta: fc.integer({ min: -1_000, max: 10_000_000_000 }),
  key: bytes,
  value: bytes,
  headers: fc.dictionary(name, fc.oneof(text, fc.array(text, { maxLength: 3 }))),
});
const batch: fc.Arbitrary<SentBatch> = fc.record({
  first: fc.integer({ min: 0, max: 2 ** 52 }),
  compression: fc.constantFrom(0, 0, 0, 1),
  transactional: fc.boolean(),
  flags: fc.constantFrom(0, 0x08, 0x20),
  records: fc.array(sent, { minLength: 1, maxLength: 8 }),
});

it('reads of any fetch what kafkajs reads of it', async () => {
  const parts = fc.array(fc.array(batch, { maxLength: 4 }), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(parts, fc.nat(100), async (batches, cutOff) => {
      const whole = await Promise.all(batches.map(async (p) => Buffer.concat(await Promise.all(p.map(batchBytes)))));
      // The last batch of a partition may be cut off anywhere; of so little kafkajs can't tell the format.
      const raw = answer(whole.map((b) => b.subarray(0, b.length - cutOff < 17 ? 0 : b.length - cutOff)));
      const [ours, theirs] = [await readFetch(raw), await kafkajsReads(raw)];
      expect(plain(ours)).toEqual(plain(theirs));
      expect({ ...ours, responses: [] }).toEqual({ ...theirs, responses: [] });
    }),
    { numRuns: 300 },
  );
});

it('reads uncompressed batches itself, a header that says the same again and one that does not', async () => {
  const headers = (id: string) => ({ ce_id: id, CE_Type: 'x', twice: ['a', 'é'], 'content-type': 'application/json' });
  const records = ['é', 'è', 'one', 'two', 'two'].map((id) => ({
    timestampDelta: 0,
    key: null,
    value: Buffer.from('{}'),
    headers: headers(id),
  }));
  const raw = answer([await batchBytes({ first: 7, compression: 0, transactional: true, flags: 0, records })]);
  const messages = (await readFetch(raw)).responses[0]?.partitions[0]?.messages as unknown as FetchedRecord[];
  expect(messages.every((m) => m instanceof FetchedRecord)).toBe(true);
  expect(messages.map((m) => m.texts()['ce_id'])).toEqual(['é', 'è', 'one', 'two', 'two']);
  expect(messages[4]?.texts()).toEqual({ ce_id: 'two', ce_type: 'x', twice: 'é', 'content-type': 'application/json' });
});

it('reads headers of any number and length', async () => {
  const headers = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`h${i}`, 'v'.repeat(i)]));
  const records = [headers, headers].map((own) => ({ timestampDelta: 0, key: null, value: null, headers: own }));
  const raw = answer([await batchBytes({ first: 0, compression: 0, transactional: false, flags: 0, records })]);
  const messages = (await readFetch(raw)).responses[0]?.partitions[0]?.messages as unknown as FetchedRecord[];
  expect(messages.map((m) => m.texts())).toEqual([headers, headers]);
});
