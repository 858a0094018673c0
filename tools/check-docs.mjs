// Every export of libs/ says what it is: a doc comment stands before it, before a type too that shares its name with a value.
// Of a function's overloads the first one's is enough.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const declaration =
  /^export (?:abstract )?(?:async )?(?:(function)\*?|class|const|interface|type|enum) (\w+|(?<=const )\{.+?\})/;
const missing = [];
let count = 0;
for (const file of globSync('libs/*/src/**/*.ts', { cwd: root }).toSorted()) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const told = new Set();
  for (const [i, line] of lines.entries()) {
    const [, isFunction, name] = declaration.exec(line) ?? [];
    if (!name) continue;
    count++;
    // Decorators, also those of several lines, and remarks to the linter stand in between.
    const before = lines.slice(0, i).findLastIndex((l) => !/^(?:@|\}\)|\/\/ oxlint|  (?! ?\*))/.test(l));
    if (lines[before]?.trimEnd().endsWith('*/')) told.add(name);
    else if (!isFunction || !told.has(name))
      missing.push(`${file}:${i + 1}: ${name} has no doc comment: say what it is`);
  }
}
console.log(missing.length > 0 ? missing.join('\n') : `doc comments: ${count} exports of libs/ ok`);
process.exitCode = missing.length > 0 ? 1 : 0;
