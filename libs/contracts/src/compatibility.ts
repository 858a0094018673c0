import type { JsonSchema } from './json-schema.ts';

// Readers and writers of one version are upgraded at different times, in any order, so a published version may only grow
// by optional fields. Everything else is a new version: a new enum value breaks old readers, a stricter rule old writers.

const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Keywords that only describe. */
const notes = new Set(['$schema', '$id', 'title', 'description', 'examples', 'properties', 'required']);

/**
 * What of `current` breaks those who use `published`, each with its place in the data and the fix; empty where nothing
 * does. Both are schemas of one contract's version.
 */
export function incompatibilities(published: JsonSchema, current: JsonSchema, at = 'data'): string[] {
  const problems: string[] = [];
  const before = (published['properties'] ?? {}) as Record<string, JsonSchema>;
  const now = (current['properties'] ?? {}) as Record<string, JsonSchema>;
  for (const [name, schema] of Object.entries(before)) {
    const other = now[name];
    if (other) problems.push(...incompatibilities(schema, other, `${at}.${name}`));
    else problems.push(`${at}.${name} was removed`);
  }
  const requiredBefore = (published['required'] ?? []) as string[];
  const requiredNow = (current['required'] ?? []) as string[];
  for (const name of requiredNow) if (!requiredBefore.includes(name)) problems.push(`${at}.${name} became required`);
  for (const name of requiredBefore) if (!requiredNow.includes(name)) problems.push(`${at}.${name} became optional`);
  return [...problems, ...rules(published, current, at)];
}

/** Every other keyword has to stay as it was; those that hold schemas are looked into. */
function rules(published: JsonSchema, current: JsonSchema, at: string): string[] {
  const keywords = new Set([...Object.keys(published), ...Object.keys(current)].filter((k) => !notes.has(k)));
  return [...keywords].flatMap((keyword) => {
    const [a, b] = [published[keyword], current[keyword]];
    if (same(a, b)) return [];
    if (isSchema(a) && isSchema(b)) return incompatibilities(a, b, `${at}[${keyword}]`);
    if (Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every(isSchema)) {
      return a.flatMap((schema, i) => incompatibilities(schema, b[i] as JsonSchema, `${at}[${keyword} ${i + 1}]`));
    }
    return [`${at}: ${keyword} was ${JSON.stringify(a) ?? 'absent'} and is ${JSON.stringify(b) ?? 'absent'}`];
  });
}
