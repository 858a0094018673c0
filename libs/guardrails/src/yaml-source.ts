import { type Alias, type Document, LineCounter, isMap, isNode, isScalar, isSeq, parseDocument, visit } from 'yaml';
import type { PolicyProblem } from './policy-error.ts';

type Path = readonly PropertyKey[];

/** A parsed YAML text that can say where in the text a field stands. */
export interface YamlSource {
  readonly value: unknown;
  /** Mistakes of the YAML itself; with any, `value` means nothing. */
  readonly problems: readonly PolicyProblem[];
  /**
   * A problem at that field, or at the nearest field around it that exists. `offset`: where in the field's text, in
   * UTF-16 units; `atKey`: point at the key, not at its value.
   */
  problem(path: Path, message: string, where?: { offset?: number; atKey?: boolean }): PolicyProblem;
}

/** Reads a YAML text; never throws for what is in it. */
export function readYaml(source: string): YamlSource {
  const lines = new LineCounter();
  const doc = parseDocument(source, { lineCounter: lines, prettyErrors: false, logLevel: 'error' });
  const at = (offset: number): { line: number; column: number } => {
    // What is missing at the end of the text is missing on its last line.
    const { line, col } = lines.linePos(Math.min(offset, source.trimEnd().length));
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const notYaml = (offset: number, why: string): PolicyProblem => ({
    ...at(offset),
    field: fieldName(pathAt(doc.contents, offset)),
    message: `not YAML: ${why}`,
  });
  // One is enough where the parser stumbles again and again over the same thing.
  const problems = doc.errors.slice(0, 20).map((e) => notYaml(e.pos[0], e.message));
  let value: unknown;
  if (problems.length === 0) {
    const alias = aliasIn(doc);
    if (alias) problems.push(notYaml(alias.range?.[0] ?? 0, 'write the value out; aliases (*) are not read here'));
    else value = doc.toJS();
  }
  return {
    value,
    problems,
    problem: (path, message, { offset = 0, atKey = false } = {}) => ({
      ...at(atKey ? keyOffset(doc, path) : valueOffset(doc, source, path, offset)),
      field: fieldName(path),
      message,
    }),
  };
}

/** An alias may lead nowhere, to itself, or to more than fits in memory: a policy needs none. */
function aliasIn(doc: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(doc, {
    Alias: (_, alias) => {
      found = alias;
      return visit.BREAK;
    },
  });
  return found;
}

/** The field that stands at an offset of the text, as far as the text could be parsed. */
function pathAt(node: unknown, offset: number): PropertyKey[] {
  if (isMap(node)) {
    const pair = node.items.findLast(({ key }) => isScalar(key) && key.range && key.range[0] <= offset);
    return isScalar(pair?.key) ? [String(pair.key.value), ...pathAt(pair.value, offset)] : [];
  }
  if (!isSeq(node)) return [];
  const i = node.items.findLastIndex((item) => isNode(item) && item.range && item.range[0] <= offset);
  return i < 0 ? [] : [i, ...pathAt(node.items[i], offset)];
}

function valueOffset(doc: Document, source: string, path: Path, offset: number): number {
  for (let length = path.length; length >= 0; length--) {
    const node = length === 0 ? doc.contents : doc.getIn(path.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    const [start, end] = node.range;
    if (length < path.length || !isScalar(node) || typeof node.value !== 'string') return start;
    // Quotes and block indicators stand before the text; a folded text is not found and points at its beginning.
    const text = source.indexOf(node.value, start);
    return text >= start && text < end ? text + offset : start;
  }
  return 0;
}

function keyOffset(doc: Document, path: Path): number {
  const parent = path.length === 1 ? doc.contents : doc.getIn(path.slice(0, -1), true);
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined;
  return isNode(pair?.key) && pair.key.range ? pair.key.range[0] : valueOffset(doc, '', path.slice(0, -1), 0);
}

const fieldName = (path: Path): string =>
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${String(key)}`)).join('') || 'document';
