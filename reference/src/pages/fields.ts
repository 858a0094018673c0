import type { Schema } from '../json.ts';

/** How a page links to the parts that contracts share. */
export interface Links {
  /** Titles of the parts that have a section of their own. */
  readonly parts: ReadonlySet<string>;
  /** The page of the parts, seen from this one. */
  readonly page: string;
}

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

/** A Markdown table; nothing where there are no rows. */
export const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  rows.length === 0
    ? ''
    : [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

const code = (value: unknown): string => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** A schema that may be null: what it is where it isn't. */
function unwrapped(schema: Schema): Schema {
  const others = (schema.anyOf ?? []).filter((s) => s.type !== 'null');
  return others.length === 1
    ? { ...others[0], ...(schema.description && { description: schema.description }) }
    : schema;
}

/** `1 to 9`, `1 or more`, `at most 9`; empty without limits. Those of every safe integer are none. */
function range(from?: number, to?: number): string {
  const [low, high] = [from, to].map((n) => (Math.abs(n ?? Infinity) < Number.MAX_SAFE_INTEGER ? n : undefined));
  if (low === undefined) return high === undefined ? '' : `at most ${high}`;
  return high === undefined ? `${low} or more` : `${low} to ${high}`;
}

function limits({ format, minLength, maxLength, minimum, maximum, pattern }: Schema): string {
  const length = range(minLength, maxLength);
  const said = [
    format === 'date-time' && 'ISO 8601',
    length && `${length} characters`,
    range(minimum, maximum),
    // A format's pattern says the same again, at length.
    pattern !== undefined && format === undefined && code(pattern),
  ].filter(Boolean);
  return said.length > 0 ? ` (${said.join(', ')})` : '';
}

const isPart = ({ title }: Schema, { parts }: Links): boolean => title !== undefined && parts.has(title);

/** A schema's type in words, with links to shared parts. */
export function typeOf(schema: Schema, links: Links): string {
  if (isPart(schema, links)) return `[${schema.title}](${links.page}#${schema.title?.toLowerCase()})`;
  if ('const' in schema) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  const either = schema.anyOf ?? schema.oneOf ?? [];
  if (either.length > 0) return [...new Set(either.map((s) => typeOf(s, links)))].join(' or ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items ?? {}, links)}`;
  if (schema.additionalProperties) return `map to ${typeOf(schema.additionalProperties, links)}`;
  return `${schema.type ?? 'anything'}${limits(schema)}`;
}

/** A line for each field: path, type, whether it has to be there, meaning. Objects that are no parts come in place. */
function lines({ properties = {}, required = [] }: Schema, links: Links, prefix = ''): string[][] {
  return Object.entries(properties).flatMap(([name, given]) => {
    const field = unwrapped(given);
    const path = `${prefix}${name}`;
    const isOptional = !required.includes(name) || 'default' in field;
    const must = isOptional ? `no${'default' in field ? ` (${code(field.default)})` : ''}` : 'yes';
    return [[`\`${path}\``, typeOf(given, links), must, field.description ?? ''], ...inside(field, links, path)];
  });
}

function inside(field: Schema, links: Links, path: string): string[][] {
  if (isPart(field, links)) return [];
  if (field.properties) return lines(field, links, `${path}.`);
  const { items = {}, additionalProperties: values = {} } = field;
  if (items.properties && !isPart(items, links)) return lines(items, links, `${path}[].`);
  return values.properties ? lines(values, links, `${path}.*.`) : [];
}

const head = ['field', 'type', 'required', 'meaning'];

/** The fields of a schema as Markdown; one table for each variant of a union. */
export function fields(schema: Schema, links: Links): string {
  const variants = schema.oneOf ?? schema.anyOf ?? [];
  if (variants.length === 0) return table(head, lines(schema, links));
  const sections = variants.map((variant) => {
    const [tag, value] = Object.entries(variant.properties ?? {}).find(([, s]) => 'const' in s) ?? [];
    const when = tag
      ? `With \`${tag}\` = ${code(value?.const)}${value?.description ? `: ${value.description}` : ''}\n\n`
      : '';
    return `${when}${table(head, lines(variant, links))}`;
  });
  return sections.join('\n\n');
}
