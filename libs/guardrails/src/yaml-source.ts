import { type Document, LineCounter, isMap, isNode, isScalar, parseDocument } from 'yaml';
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
  const doc = parseDocument(source, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = doc.errors.map((e) => ({ ...at(e.pos[0]), field: '', message: `not YAML: ${e.message}` }));
  return {
    value: problems.length > 0 ? undefined : (doc.toJS() as unknown),
    problems,
    problem: (path, message, { offset = 0, atKey = false } = {}) => ({
      ...at(atKey ? keyOffset(doc, path) : valueOffset(doc, source, path, offset)),
      field: fieldName(path),
      message,
    }),
  };
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
  path.map((key, i) => (typeof key === 'number' ? `[${key}]` : `${i ? '.' : ''}${String(key)}`)).join('');
