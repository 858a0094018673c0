import * as contracts from '@throughline/contracts';
import { z } from 'zod';

/** A JSON object. */
export interface Json {
  [name: string]: unknown;
}

/** A JSON Schema, as far as pages look into it. */
export interface Schema {
  title?: string;
  description?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  default?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  additionalProperties?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  [keyword: string]: unknown;
}

/** JSON Schema as OpenAPI 3.1 has it, or as AsyncAPI's parsers know it. */
export type Target = 'draft-2020-12' | 'draft-7';

/** What someone has to send to satisfy a schema. Unknown fields are allowed throughout. */
export function jsonOf(schema: z.ZodType, target: Target = 'draft-2020-12'): Schema {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, {
    io: 'input',
    target,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      // JSON knows no dates: what a Date turns into on its way out.
      if (zodSchema instanceof z.ZodDate) Object.assign(jsonSchema, { type: 'string', format: 'date-time' });
    },
  });
  return json as Schema;
}

/** The parts that contracts share, by title: every exported schema that has one. */
export const parts = (target: Target): Record<string, Schema> => {
  const titled = Object.values(contracts).filter((v) => v instanceof z.ZodType && v.meta()?.title !== undefined);
  return Object.fromEntries(titled.map((s) => jsonOf(s as z.ZodType, target)).map((j) => [String(j.title), j]));
};

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Calls `change` for every object in a schema, the inner ones first. */
function mapObjects(value: unknown, change: (json: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((v) => mapObjects(v, change));
  if (!isJson(value)) return value;
  return change(Object.fromEntries(Object.entries(value).map(([k, v]) => [k, mapObjects(v, change)])));
}

/** The schema with references where it holds shared parts. */
export function withReferences(schema: Json, known: Readonly<Record<string, Schema>>, target: Target): Json {
  const refer = (json: Json): Json => {
    // A field may be called title, too.
    const part = typeof json['title'] === 'string' ? known[json['title']] : undefined;
    if (!part) return json;
    const reference = { $ref: `#/components/schemas/${part.title}` };
    if (json['description'] === part.description) return reference;
    // Draft 7 ignores what stands beside a reference.
    const said = { description: json['description'] };
    return target === 'draft-7' ? { allOf: [reference], ...said } : { ...reference, ...said };
  };
  return mapObjects(schema, refer) as Json;
}

/** Those of the known parts that a document refers to, directly or through others. */
export function used(document: unknown, known: Readonly<Record<string, Schema>>, target: Target): Record<string, Json> {
  const found = new Map<string, Json>();
  const look = (value: unknown): void => {
    for (const [, title = ''] of JSON.stringify(value).matchAll(/"#\/components\/schemas\/(\w+)"/g)) {
      const part = known[title];
      if (!part || found.has(title)) continue;
      // Without its title, or it would become a reference to itself.
      const { title: own, ...rest } = part;
      found.set(title, { title: own, ...withReferences(rest, known, target) });
      look(found.get(title));
    }
  };
  look(document);
  return Object.fromEntries([...found].toSorted(([a], [b]) => a.localeCompare(b)));
}
