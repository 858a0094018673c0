import { type ASTNode, Environment } from '@marcbachmann/cel-js';
import { factPaths, factTypes, type Facts } from './fact-types.ts';
import { nearest } from './nearest.ts';
import { PatternError, patternOf } from './pattern.ts';

/** A mistake in a CEL expression; `offset` counts UTF-16 units from its beginning. */
export class CelError extends Error {
  override readonly name = 'CelError';
  constructor(
    message: string,
    readonly offset: number,
  ) {
    super(message);
  }
}

/** A type-checked expression. `run` may still throw, e.g. for a list index that is out of range. */
export interface Expression<T> {
  readonly run: (facts: Facts) => T;
  /** The top-level names it looks at, e.g. `reply`. */
  readonly names: ReadonlySet<string>;
}

// A rule is read by people: the limits stop what no person would write.
const environment = new Environment({ limits: { maxAstNodes: 2_000, maxDepth: 50 } });
for (const [name, type] of Object.entries(factTypes)) {
  if (typeof type === 'string') environment.registerVariable(name, type);
  else environment.registerVariable({ name, schema: { ...type } });
}
// Rounded down, so that 0.6999 never reads as the threshold that it misses.
environment.registerFunction('shown(double): string', (x: number) => String(Math.floor(x * 1000) / 1000));

// cel-js's own `matches` is JavaScript's RegExp, which a customer's message can hold up for hours. It lets nobody replace
// it, so expressions are checked with it and run without.
const linear = 'matchesRe2';
const running = environment
  .clone()
  .registerFunction(`string.${linear}(string): bool`, (text: string, pattern: string) => patternOf(pattern).test(text));

/** Parses and type-checks an expression. Throws {@link CelError} for a mistake, an unknown name, or another result type. */
export function compile(source: string, type: 'bool'): Expression<boolean>;
export function compile(source: string, type: 'string'): Expression<string>;
export function compile(source: string, type: 'bool' | 'string'): Expression<boolean | string> {
  const checked = environment.check(source);
  if (!checked.valid) {
    const { summary, range } = checked.error ?? { summary: 'not a CEL expression', range: undefined };
    throw new CelError(`${summary}${suggestion(summary, source, range?.start ?? 0)}`, range?.start ?? 0);
  }
  if (checked.type !== type)
    throw new CelError(`this is a ${checked.type}; write an expression that gives a ${type}`, 0);
  const parsed = running.parse(source);
  const nodes = [...walk(parsed.ast)];
  nodes.forEach(useLinearMatches);
  const names = new Set(nodes.filter((n) => n.op === 'id').map((n) => n.args));
  return { run: (facts) => parsed(facts) as boolean | string, names };
}

/** Refuses a pattern here that would only fail on a ticket; one that is worked out from a ticket can't be checked here. */
function useLinearMatches(node: ASTNode): void {
  if (node.op !== 'rcall' || node.args[0] !== 'matches') return;
  const pattern = node.args[2][0];
  if (pattern?.op !== 'value' || typeof pattern.args !== 'string')
    throw new CelError('write the pattern of matches() as a text between quotes', (pattern ?? node).range.start);
  try {
    patternOf(pattern.args);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw new CelError(error.message, pattern.range.start);
  }
  node.args[0] = linear;
}

function* walk(value: unknown): Generator<ASTNode> {
  if (Array.isArray(value)) for (const item of value) yield* walk(item);
  else if (typeof value === 'object' && value !== null && 'op' in value) {
    const node = value as ASTNode;
    yield node;
    yield* walk(node.args);
  }
}

function suggestion(summary: string, source: string, offset: number): string {
  const unknown = /^(?:No such key|Unknown variable): (\w+)/.exec(summary)?.[1];
  if (unknown === undefined) return '';
  const parent = /(\w+)\.$/.exec(source.slice(0, offset))?.[1];
  const names = parent
    ? factPaths.filter((p) => p.startsWith(`${parent}.`)).map((p) => p.slice(parent.length + 1))
    : Object.keys(factTypes);
  const meant = nearest(unknown, names);
  return meant ? `; did you mean '${meant}'?` : `; known here: ${names.join(', ')}`;
}
