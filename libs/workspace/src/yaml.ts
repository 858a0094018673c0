import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import { check, type Located, type Path, type Place, type Problem } from './problems.ts';

/**
 * Parses YAML and checks it; every mistake goes to `problems`.
 *
 * @param firstLine the file's line on which the text begins.
 */
export function readYaml<T>(
  schema: z.ZodType<T>,
  text: string,
  { file, firstLine = 1 }: { file: string; firstLine?: number },
  problems: Problem[],
): Located<T> | undefined {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Place => ({
    file,
    line: Math.max(1, lines.linePos(offset).line) + firstLine - 1,
  });
  if (document.errors.length > 0) {
    for (const error of document.errors) {
      problems.push({ ...place(error.pos[0]), field: 'YAML', message: error.message });
    }
    return undefined;
  }
  return check(schema, document.toJS(), (path) => place(offsetOf(document, path)), problems);
}

/** Where a field stands; of one that is missing, where what should hold it stands. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length >= 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}
