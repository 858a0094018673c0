// Services are upgraded one at a time, in any order: yesterday's events for today's readers, and the other way round.
import { jsonSchemaOf } from '@throughline/contracts';
import { readEvent, stamp } from '@throughline/messaging';
import * as fc from 'fast-check';
import { asRead } from './support/as-read.ts';
import { dataOf, type Form } from './support/from-schema.ts';
import { published } from './support/published.ts';

const seed = Number(process.env['UPGRADE_SEED'] ?? Date.now() % 2 ** 31);
const forms: Form[] = ['minimal', 'full', 'some'];
const cases = published.flatMap((p) => forms.map((form) => [p.contract.name, form, p] as const));

const recordOf = ({ contract }: (typeof published)[number], data: unknown, type = contract.type) => ({
  topic: contract.topic,
  key: 'k',
  value: JSON.stringify(data),
  headers: {
    ce_specversion: '1.0',
    ce_id: 'e-1',
    ce_source: '/yesterday',
    ce_type: type,
    'content-type': 'application/json',
  },
});

describe(`with UPGRADE_SEED=${seed}`, () => {
  it.each(cases)("today's reader takes %s as it was published: %s", (_, form, p) => {
    fc.assert(
      fc.property(dataOf(p.schema, form), (data) => {
        // The generator itself is held against the schema: what it makes is what was published.
        if (!p.check(data)) throw new Error(JSON.stringify(p.check.errors));
        const sent = JSON.parse(JSON.stringify(data)) as unknown;
        expect(readEvent(p.contract, asRead(recordOf(p, data))).data).toEqual(sent);
      }),
      { seed, numRuns: 30 },
    );
  });

  it.each(cases)("a reader of what was published takes today's %s: %s", (_, form, p) => {
    fc.assert(
      fc.property(dataOf(jsonSchemaOf(p.contract), form), (data) => {
        const { value } = stamp({ name: 'today', emits: [p.contract] }, p.contract.of(data));
        p.check(JSON.parse(value ?? ''));
        expect(p.check.errors ?? []).toEqual([]);
      }),
      { seed, numRuns: 30 },
    );
  });
});

it.each(published.map((p) => [p.contract.name, p] as const))('%s: another version is refused, and named', (_, p) => {
  const record = recordOf(p, p.contract.example, p.contract.type.replace(/\d+$/, '2'));
  expect(() => readEvent(p.contract, asRead(record))).toThrow(
    `version 2 of ${p.contract.name}; version 1 is known here`,
  );
});
