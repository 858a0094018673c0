import type { z } from 'zod';

/** A workspace has mistakes; `problems` lists every one as `file:line: field: what is wrong, and the fix`. */
export class WorkspaceError extends Error {
  override name = 'WorkspaceError';

  constructor(
    readonly dir: string,
    readonly problems: readonly string[],
  ) {
    const count = problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`;
    super(`Workspace ${dir} has ${count}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
  }
}

/** A path into a document, as zod gives it. */
export type Path = readonly PropertyKey[];

/** A checked value that remembers where it stands. */
export interface Located<T> {
  readonly value: T;
  /** `file:line` of a field of it. */
  readonly at: (path: Path) => string;
}

/** Checks a parsed document; each mistake goes to `problems` with its place, and the result is undefined. */
export function check<T>(
  schema: z.ZodType<T>,
  document: unknown,
  at: (path: Path) => string,
  problems: string[],
): Located<T> | undefined {
  const result = schema.safeParse(document);
  if (result.success) return { value: result.data, at };
  for (const issue of result.error.issues) {
    const field = issue.path.map(String).join('.');
    problems.push(`${at(issue.path)}: ${field ? `${field}: ` : ''}${explain(issue, valueAt(document, issue.path))}`);
  }
  return undefined;
}

function explain(issue: z.core.$ZodIssue, value: unknown): string {
  if (issue.code === 'custom') return issue.message;
  if (value === undefined || value === null) return 'is missing; add it';
  if (issue.code === 'invalid_value') return `is ${JSON.stringify(value)}; must be one of ${issue.values.join(', ')}`;
  if (issue.code === 'too_small')
    return issue.origin === 'array' ? 'is empty; add at least one' : 'is empty; fill it in';
  if (issue.code === 'invalid_type' && issue.expected === 'string') {
    return `must be text, not ${kindOf(value)}; put it in quotes`;
  }
  if (issue.code === 'invalid_type') return `must be ${article(issue.expected)}, not ${kindOf(value)}`;
  return issue.message;
}

const article = (noun: string): string => (noun === 'array' ? 'a list' : noun === 'object' ? 'a map' : `a ${noun}`);

function kindOf(value: unknown): string {
  if (value instanceof Date) return 'a date';
  return Array.isArray(value) ? 'a list' : article(typeof value);
}

function valueAt(document: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    document,
  );
}
