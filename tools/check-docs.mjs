// What is written stays true as far as a program can tell. Every export of libs/ says what it is: a doc comment stands
// before it, before a type too that shares its name with a value (of a function's overloads the first one's is enough).
// Every link within the repository leads somewhere, to a heading where it names one, and so does every path in backticks.
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const read = (file) => readFileSync(join(root, file), 'utf8');
const problems = [];

const declaration =
  /^export (?:abstract )?(?:async )?(?:(function)\*?|class|const|interface|type|enum) (\w+|(?<=const )\{.+?\})/;
let exported = 0;
for (const file of globSync('libs/*/src/**/*.ts', { cwd: root }).toSorted()) {
  const lines = read(file).split('\n');
  const told = new Set();
  for (const [i, line] of lines.entries()) {
    const [, isFunction, name] = declaration.exec(line) ?? [];
    if (!name) continue;
    exported++;
    // Decorators, also those of several lines, and remarks to the linter stand in between.
    const before = lines.slice(0, i).findLastIndex((l) => !/^(?:@|\}\)|\/\/ oxlint|  (?! ?\*))/.test(l));
    if (lines[before]?.trimEnd().endsWith('*/')) told.add(name);
    else if (!isFunction || !told.has(name))
      problems.push(`${file}:${i + 1}: ${name} has no doc comment: say what it is`);
  }
}

/** As GitHub makes them of headings. */
const slug = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replace(/\s/g, '-');
const anchorsOf = (text) => new Set([...text.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => slug(heading.trim())));

const pages = globSync('**/*.md', { cwd: root, exclude: (name) => /^(?:node_modules|\..+)$/.test(name) });
const pathIn = /(?<![\w./-])(?:apps|bench|deploy|docs|e2e|examples|libs|reference|soak|tools|workspaces)\/[\w./*-]*\w/;
let links = 0;
for (const page of pages.toSorted()) {
  // Code in blocks may speak of anybody's files.
  const text = read(page).replace(/```[\s\S]*?```/g, '');
  for (const [, path, anchor] of text.matchAll(/\]\((?!\w+:)([^)#\s]*)(?:#([^)\s]+))?\)/g)) {
    links++;
    const target = path ? join(dirname(page), path) : page;
    if (!existsSync(join(root, target))) problems.push(`${page}: the link to ${path} leads nowhere`);
    else if (anchor && target.endsWith('.md') && !anchorsOf(read(target)).has(anchor))
      problems.push(`${page}: ${target} has no heading #${anchor}`);
  }
  for (const [code] of text.matchAll(/`[^`\n]+`/g)) {
    const [path] = pathIn.exec(code) ?? [];
    if (!path) continue;
    links++;
    if (globSync(path, { cwd: root }).length === 0) problems.push(`${page}: there is no ${path}`);
  }
}

console.log(problems.join('\n') || `docs: ${exported} exports of libs/ and ${links} links and paths ok`);
process.exitCode = problems.length > 0 ? 1 : 0;
