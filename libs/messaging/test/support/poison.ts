// Records that no service can handle, of every kind that we could think of. Each is bad for certain.
import { type Contract, retryTopic } from '@throughline/contracts';
import * as fc from 'fast-check';
import type { IHeaders } from 'kafkajs';

/** A record as any program may write it: more than the types of our own allow. */
export interface RawRecord {
  readonly topic: string;
  readonly key: string | Buffer | null;
  readonly value: string | Buffer | null;
  readonly headers: IHeaders;
}

const bytes = (maxLength: number): fc.Arbitrary<Buffer> => fc.uint8Array({ maxLength }).map((b) => Buffer.from(b));
const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);
/** Nested so deeply that whoever goes through it by recursion falls over; and so that it is not even JSON. */
const deep = (depth: number): fc.Arbitrary<string> =>
  fc.constantFrom(nested('[', ']', depth), '['.repeat(depth), '{"a":'.repeat(depth) + '1' + '}'.repeat(depth));
const nasty = fc.constantFrom(
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  'length',
  '',
  'ünï',
);

/** Bad records of a contract with `ticketId`, `customerId`, `turn`, `n`, as another system would mean to send it. */
export function poison(contract: Contract<{ n: number }>, service: string): fc.Arbitrary<RawRecord> {
  const good = JSON.stringify(contract.example);
  const headers = {
    ce_specversion: '1.0',
    ce_id: 'id-1',
    ce_source: '/elsewhere',
    ce_type: contract.type,
    'content-type': 'application/json',
  };
  const record = (given: Partial<RawRecord>): RawRecord => ({
    topic: contract.topic,
    key: 'C',
    value: good,
    headers,
    ...given,
  });
  const badHeaders = (h: IHeaders): RawRecord => record({ headers: { ...headers, ...h } });
  const without = (name: string): IHeaders => Object.fromEntries(Object.entries(headers).filter(([n]) => n !== name));
  const isGood = (value: unknown): boolean => contract.schema.safeParse(value).success;
  const badValue = fc
    .record({ field: fc.constantFrom('ticketId', 'customerId', 'turn', 'n'), value: fc.jsonValue() })
    .map(({ field, value }) => ({ ...contract.example, [field]: value }))
    .filter((value) => !isGood(value));
  const required = fc.constantFrom('ce_specversion', 'ce_id', 'ce_source', 'ce_type');
  const otherType = fc.oneof(
    fc.constantFrom(contract.type.replace('.v1', '.v2'), contract.type.toUpperCase(), `${contract.type} `, '*'),
    fc.string({ minLength: 1 }).filter((s) => s !== contract.type),
  );

  const small: fc.Arbitrary<RawRecord>[] = [
    bytes(300).map((value) => record({ value })),
    fc.tuple(bytes(100), bytes(100)).map(([key, value]) => record({ key, value, headers: {} })),
    fc.option(bytes(20)).map((key) => record({ key, value: null })),
    badValue.map((value) => record({ key: null, value: JSON.stringify(value) })),
    fc
      .json()
      .filter((value) => !isGood(JSON.parse(value)))
      .map((value) => record({ value })),
    fc.string({ unit: 'binary' }).map((text) => record({ value: `${good}${text}!` })),
    bytes(30).map((b) => record({ value: Buffer.concat([Buffer.from('{"n":"'), b, Buffer.from([0xff, 0x22, 0x7d])]) })),
    deep(500).map((value) => record({ value })),
    deep(500).map((value) => record({ value: good.replace('"turn":1', `"turn":${value}`) })),
    fc.tuple(nasty, nasty).map(([a, b]) => record({ value: `{"${a}":{"${b}":{"polluted":true}}}` })),
    required.map((name) => record({ headers: without(name) })),
    fc.tuple(required, fc.constantFrom('', Buffer.alloc(0))).map(([name, empty]) => badHeaders({ [name]: empty })),
    otherType.map((type) => badHeaders({ ce_type: type })),
    otherType.map((type) => badHeaders({ ce_type: [contract.type, type] })),
    fc.constantFrom('0.3', '2.0', 'one', '1').map((version) => badHeaders({ ce_specversion: version })),
    fc.tuple(nasty, bytes(50)).map(([name, b]) => badHeaders({ [name]: b, ce_type: b, traceparent: b, ce_subject: b })),
    bytes(50).map((b) =>
      record({ value: 'no', headers: { ...headers, traceparent: b, tracestate: b, ce_policyversion: b } }),
    ),
    ...structured(contract, badValue),
    forged(contract, service).map((h) =>
      record({ topic: retryTopic(contract.topic, service), value: 'no', headers: { ...headers, ...h } }),
    ),
  ];
  const size = fc.constantFrom(300_000, 900_000, 1_000_000);
  const huge = fc.oneof(
    deep(100_000).map((value) => record({ value })),
    deep(100_000).map((value) => record({ value: good.replace('"turn":1', `"turn":${value}`) })),
    size.map((n) => record({ value: Buffer.alloc(n, 'x') })),
    size.map((n) => record({ value: `{"ticketId":"${'T'.repeat(n)}","customerId":"C","turn":1}` })),
    size.map((n) => record({ key: Buffer.alloc(n, 'k'), value: null })),
    size.chain((n) =>
      fc.constantFrom('ce_id', 'ce_type', 'ce_subject', 'traceparent', 'other').map((name) =>
        record({
          value: '{"ticketId":"T","customerId":"C","turn":1}',
          headers: { ...headers, [name]: 'h'.repeat(n) },
        }),
      ),
    ),
  );
  return fc.oneof({ weight: 600, arbitrary: fc.oneof(...small) }, { weight: 1, arbitrary: huge });
}

/** The other mode of CloudEvents: attributes and data in the value. */
function structured(contract: Contract, badValue: fc.Arbitrary<unknown>): fc.Arbitrary<RawRecord>[] {
  const of = (value: unknown): RawRecord => ({
    topic: contract.topic,
    key: 'C',
    value: typeof value === 'string' ? value : JSON.stringify(value),
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
  });
  const event = { specversion: '1.0', id: 'x', source: '/mail', type: contract.type };
  return [
    fc.constantFrom('null', '[]', '1', '"text"', '{}', '{', '[null]').map(of),
    badValue.map((data) => of({ ...event, data })),
    fc
      .constantFrom('specversion', 'id', 'source', 'type')
      .map((name) => of({ ...event, [name]: undefined, data: contract.example })),
    fc
      .tuple(nasty, fc.jsonValue())
      .map(([name, value]) => of({ ...event, id: { toString: 1 }, [name]: value, data: contract.example })),
    nasty.map((name) =>
      of(`{"specversion":"1.0","id":"x","source":"/a","type":"other","${name}":{"polluted":1},"data":{"turn":{}}}`),
    ),
    fc
      .constantFrom('type', 'specversion')
      .map((name) => of({ ...event, [name]: ['1.0', contract.type], data: contract.example })),
  ];
}

/** What a broken redrive might say of where a record came from. */
function forged({ topic }: Contract, service: string): fc.Arbitrary<IHeaders> {
  return fc.record({
    'dlq-topic': fc.constantFrom('no.such.topic', topic, retryTopic(topic, service), '', '__consumer_offsets'),
    'dlq-partition': fc.constantFrom('0', '-1', 'abc', '1e99', ''),
    'dlq-offset': fc.constantFrom('7', '-7', 'abc', '9'.repeat(40)),
    'dlq-reason': fc.string(),
  });
}
