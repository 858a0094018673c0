// Data as somebody would make it who knows a JSON Schema alone.
import type { JsonSchema } from '@throughline/contracts';
import * as fc from 'fast-check';

/** `minimal`: what is required, nothing else; `full`: all that the schema names; `some`: one way or the other. */
export type Form = 'minimal' | 'full' | 'some';

const notes = ['$schema', '$id', 'title', 'description', 'examples', 'default'];

/** Data that a schema takes. @throws for a keyword that this doesn't know: teach it then */
export function dataOf(schema: JsonSchema, form: Form): fc.Arbitrary<unknown> {
  const { type, const: only, enum: values, oneOf, anyOf, ...rules } = schema;
  for (const note of notes) delete rules[note];
  if (only !== undefined) return fc.constant(only);
  if (Array.isArray(values)) return fc.constantFrom(...(values as unknown[]));
  const alternatives = (oneOf ?? anyOf) as JsonSchema[] | undefined;
  if (alternatives) return fc.oneof(...alternatives.map((s) => dataOf(s, form)));
  const make = makers[type as keyof typeof makers];
  if (!make) return fc.constantFrom<unknown>(null, 7, 'text', { a: [true] });
  const result = make(rules, form);
  const unknown = Object.keys(rules).filter((keyword) => !known[type as keyof typeof makers].includes(keyword));
  if (unknown.length > 0) throw new Error(`from-schema.ts doesn't know ${unknown.join(', ')} of ${String(type)}.`);
  return result;
}

const known = {
  object: ['properties', 'required', 'additionalProperties', 'propertyNames'],
  array: ['items', 'minItems'],
  string: ['minLength', 'maxLength', 'format', 'pattern'],
  number: ['minimum', 'maximum'],
  integer: ['minimum', 'maximum'],
  boolean: [] as string[],
  null: [] as string[],
};

const makers: Record<keyof typeof known, (rules: JsonSchema, form: Form) => fc.Arbitrary<unknown>> = {
  object: objectOf,
  array: ({ items, minItems = 0 }, form) => {
    const least = minItems as number;
    const most = form === 'minimal' ? least : least + 2;
    return fc.array(dataOf(items as JsonSchema, form), {
      minLength: form === 'full' ? Math.max(1, least) : least,
      maxLength: most,
    });
  },
  string: ({ minLength = 0, maxLength = 40, format, pattern }) => {
    if (format === 'date-time')
      return fc
        .date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((d) => d.toISOString());
    if (pattern)
      return fc.stringMatching(new RegExp(pattern as string)).filter((s) => s.length >= (minLength as number));
    return fc.string({ minLength: minLength as number, maxLength: Math.min(40, maxLength as number) });
  },
  number: ({ minimum = -1e6, maximum = 1e6 }) =>
    fc.double({ min: minimum as number, max: maximum as number, noNaN: true }).map((n) => n + 0),
  integer: ({ minimum = -1e6, maximum = 1e6 }) =>
    fc.integer({ min: Math.max(-1e6, minimum as number), max: Math.min(1e6, maximum as number) }),
  boolean: () => fc.boolean(),
  null: () => fc.constant(null),
};

function objectOf(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  form: Form,
): fc.Arbitrary<unknown> {
  const must = required as string[];
  const all = Object.entries(properties as Record<string, JsonSchema>);
  const named = all.filter(([name]) => form !== 'minimal' || must.includes(name));
  const model = Object.fromEntries(named.map(([name, schema]) => [name, dataOf(schema, form)]));
  const requiredKeys = form === 'full' ? Object.keys(model) : must;
  const own = fc.record(model, { requiredKeys, noNullPrototype: true });
  if (typeof additionalProperties !== 'object' || form === 'minimal') return own;
  const others = fc.dictionary(fc.stringMatching(/^x-[a-z]{1,8}$/), dataOf(additionalProperties as JsonSchema, form), {
    minKeys: form === 'full' ? 1 : 0,
    maxKeys: 3,
    noNullPrototype: true,
  });
  return fc.tuple(own, others).map(([a, b]) => ({ ...a, ...b }));
}
