import type { z } from 'zod';

/** Where something stands: a file, relative to the workspace, and its line, from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** One mistake in a workspace. */
export interface Problem extends Place {
  /** A path like `intents.0.title`, or what part of the file it is about; empty for all of the line. */
  readonly field: string;
  /** What is wrong, and the fix. */
  readonly message: string;
}

/** `file:line: field: what is wrong, and the fix`. */
export const problemText = ({ file, line, field, message }: Problem): string =>
  `${file}:${line}: ${field ? `${field}: ` : ''}${message}`;

/** A workspace has mistakes; `problems` lists every one. */
export class WorkspaceError extends Error {
  override name = 'WorkspaceError';

  constructor(
    readonly dir: string,
    readonly problems: readonly Problem[],
  ) {
    const count = problems.length === 1 ? '1 mistake' : `${problems.length} mistakes`;
    super(`Workspace ${dir} has ${count}:\n${problems.map((problem) => `  ${problemText(problem)}`).join('\n')}`);
  }
}

/** A path into a document, as zod gives it. */
export type Path = readonly PropertyKey[];

/** A checked value that remembers where it stands. */
export interface Located<T> {
  readonly value: T;
  /** Where a field of it stands. */
  readonly at: (path: Path) => Place;
  /** Fields of the document that nobody reads: misspelt, or somebody's own. */
  readonly ignored: readonly Path[];
}

/** A path as people write it: `intents.0.title`. */
export const fieldName = (path: Path): string => path.map(String).join('.');

/** Checks a parsed document; each mistake goes to `problems` with its place, and the result is undefined. */
export function check<T>(
  schema: z.ZodType<T>,
  document: unknown,
  at: (path: Path) => Place,
  problems: Problem[],
): Located<T> | undefined {
  const result = schema.safeParse(document);
  if (result.success) return { value: result.data, at, ignored: [...ignoredIn(document, result.data)] };
  for (const issue of result.error.issues) {
    problems.push({ ...at(issue.path), field: fieldName(issue.path), message: explain(issue, document) });
  }
  return undefined;
}

/** What zod found, told to a person. */
export function explain(issue: z.core.$ZodIssue, document: unknown): string {
  const value = valueAt(document, issue.path);
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

const valueAt = (document: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key], document);

/** Paths of the document that the schema dropped. */
function* ignoredIn(document: unknown, value: unknown, path: Path = []): Generator<Path> {
  if (typeof document !== 'object' || document === null || typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(document)) {
    const step = Array.isArray(document) ? Number(key) : key;
    if (Object.hasOwn(value, key)) yield* ignoredIn(part, (value as Record<string, unknown>)[key], [...path, step]);
    else yield [...path, step];
  }
}
