// Module boundaries, checked on the source itself. Fails when a project
//  - imports a package that its own package.json does not declare (Nx's graph and the images are made from it),
//  - reaches into another project by a relative path or below its package name,
//  - depends on a project whose tags it may not depend on, or on one that it imports nowhere: images would carry it.
import { globSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const json = (file) => JSON.parse(readFileSync(join(root, file), 'utf8'));
const rules = {
  'type:app': ['type:lib'],
  'type:lib': ['type:lib'],
  // Tools may ask the rules of services (`eval` does); what they may ask is what an app's package.json exports: ADR 11.
  'type:tool': ['type:lib', 'type:app'],
  'type:bench': ['type:lib', 'type:tool'],
  // Only to read what services say of themselves.
  'type:reference': ['type:lib', 'type:app'],
  'type:e2e': ['type:lib', 'type:tool', 'type:bench'],
};
const test = new Set(Object.keys(json('package.json').devDependencies));

const projects = new Map(
  globSync(
    json('package.json').workspaces.map((dir) => `${dir}/package.json`),
    { cwd: root },
  ).map((file) => {
    const pkg = json(file);
    return [
      pkg.name,
      {
        dir: dirname(file),
        deps: new Set(Object.keys(pkg.dependencies ?? {})),
        test: new Set([...test, ...Object.keys(pkg.devDependencies ?? {})]),
        tags: pkg.nx?.tags ?? [],
        exports: pkg.exports ?? {},
      },
    ];
  }),
);
const errors = [];
for (const [name, p] of projects) {
  for (const dep of p.deps) {
    const target = projects.get(dep);
    if (target && !p.tags.some((t) => rules[t]?.some((allowed) => target.tags.includes(allowed)))) {
      errors.push(`${p.dir}/package.json: ${name} (${p.tags}) may not depend on ${dep} (${target.tags})`);
    }
  }
  const used = new Set();
  for (const file of globSync('{src,test,support}/**/*.ts', { cwd: join(root, p.dir) })) {
    const code = readFileSync(join(root, p.dir, file), 'utf8');
    for (const [, spec] of code.matchAll(/(?:^|[\s;}])(?:from|import|import\s*\(|mock\()\s*['"]([^'"\n]+)['"]/g)) {
      const at = `${p.dir}/${file}: '${spec}'`;
      if (spec.startsWith('.')) {
        if (relative(p.dir, join(p.dir, dirname(file), spec)).startsWith('..')) errors.push(`${at} leaves the project`);
      } else if (!spec.startsWith('node:') && !builtinModules.includes(spec)) {
        const pkg = spec
          .split('/')
          .slice(0, spec.startsWith('@') ? 2 : 1)
          .join('/');
        used.add(pkg);
        if (pkg !== name && !p.deps.has(pkg) && !(!file.startsWith('src/') && p.test.has(pkg)))
          errors.push(`${at} is not in dependencies of ${p.dir}/package.json`);
        const sub = projects.get(pkg) && `.${spec.slice(pkg.length)}`;
        if (sub && !projects.get(pkg).exports[sub]) errors.push(`${at} is not exported by ${pkg}`);
      }
    }
  }
  for (const dep of p.deps)
    if (projects.has(dep) && !used.has(dep))
      errors.push(`${p.dir}/package.json: ${dep} is imported nowhere in ${name}: take it out`);
}
console.log(errors.length ? errors.join('\n') : `boundaries: ${projects.size} projects ok`);
process.exitCode = errors.length ? 1 : 0;
