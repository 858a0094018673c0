import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  contracts,
  defineEvent,
  incompatibilities,
  type JsonSchema,
  jsonSchemaOf,
  schemaFile,
} from '@throughline/contracts';
import { z } from 'zod';

const folder = (name: string): string => join(__dirname, '..', name);
const read = (name: string, file: string): JsonSchema => JSON.parse(readFileSync(join(folder(name), file), 'utf8'));

describe.each(contracts.map((c) => [c.name, c] as const))('%s', (_, contract) => {
  it('has an example that its schema takes as it is', () => {
    expect(contract.schema.parse(contract.example)).toEqual(contract.example);
    expect(contract.key(contract.example as never)).not.toBe('');
  });

  it('has the JSON Schema that is checked in (else: npm run generate)', () => {
    expect(read('schemas', schemaFile(contract))).toEqual(jsonSchemaOf(contract));
  });
});

it('has no schema of a contract that is gone', () => {
  expect(readdirSync(folder('schemas')).toSorted()).toEqual(contracts.map(schemaFile).toSorted());
});

it.each(readdirSync(folder('published')))('%s is compatible with what was published', (file) => {
  const contract = contracts.find((c) => schemaFile(c) === file);
  if (!contract) throw new Error(`${file} was published and is gone: keep the contract, others read it.`);
  const problems = incompatibilities(read('published', file), jsonSchemaOf(contract));
  if (problems.length > 0) {
    throw new Error(
      `${file} changed incompatibly; make a v${contract.version + 1} beside it:\n  ${problems.join('\n  ')}`,
    );
  }
});

describe('incompatibilities', () => {
  const schemaOf = (schema: z.ZodType): JsonSchema => {
    const options = { name: 'a.b', summary: '', key: () => 'k', example: {} };
    return jsonSchemaOf(defineEvent({ ...options, schema }));
  };
  const base = { id: z.string(), kind: z.enum(['a', 'b']), inner: z.object({ n: z.number() }) };
  const published = schemaOf(z.object(base));

  it.each([
    ['an optional field more', z.object({ ...base, more: z.string().optional() })],
    [
      'an optional field more, inside',
      z.object({ ...base, inner: z.object({ n: z.number(), m: z.number().optional() }) }),
    ],
  ])('takes %s', (_, schema) => expect(incompatibilities(published, schemaOf(schema))).toEqual([]));

  it.each([
    ['a field less', z.object({ id: base.id, kind: base.kind }), /inner was removed/],
    ['a required field more', z.object({ ...base, more: z.string() }), /more became required/],
    ['a required field become optional', z.object({ ...base, id: z.string().optional() }), /id became optional/],
    ['another type', z.object({ ...base, id: z.number() }), /data\.id: type was "string" and is "number"/],
    ['a new enum value', z.object({ ...base, kind: z.enum(['a', 'b', 'c']) }), /data\.kind: enum/],
    ['a stricter rule', z.object({ ...base, id: z.string().min(3) }), /minLength was absent and is 3/],
    [
      'a stricter rule inside',
      z.object({ ...base, inner: z.object({ n: z.number().max(9) }) }),
      /data\.inner\.n: maximum/,
    ],
  ])('refuses %s', (_, schema, reason) => {
    expect(incompatibilities(published, schemaOf(schema)).join('; ')).toMatch(reason);
  });
});
