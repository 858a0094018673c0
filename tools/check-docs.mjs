// Every export of libs/ says what it is: a doc comment stands before it, or before the value of the same name.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const declaration = /^export (?:abstract )?(?:async )?(?:function\*?|class|const|interface|type|enum) (\w+)/;
const missing = [];
let count = 0;
for (const file of globSync('libs/*/src/**/*.ts', { cwd: root }).toSorted()) {
  const lines = readFileSync(join(root, file), 'utf8').split('\n');
  const told = new Set();
  for (const [i, line] of lines.entries()) {
    const name = declaration.exec(line)?.[1];
    if (!name) continue;
    count++;
    // Decorators, also those of several lines, and remarks to the linter stand in between.
    const before = lines.slice(0, i).findLastIndex((l) => !/^(?:@|\}\)|\/\/ oxlint|  (?! ?\*))/.test(l));
    if (lines[before]?.trimEnd().endsWith('*/')) told.add(name);
    else if (!told.has(name)) missing.push(`${file}:${i + 1}: ${name} has no doc comment: say what it is`);
  }
}
console.log(missing.length > 0 ? missing.join('\n') : `doc comments: ${count} exports of libs/ ok`);
process.exitCode = missing.length > 0 ? 1 : 0;
