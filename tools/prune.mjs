// What one image holds: node tools/prune.mjs SERVICE OUT [MODELS]. One project, the projects it depends on, as built,
// and the embedding models where one of them reads them. `service` leads to the project; `npm ci` in OUT installs the rest.
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';

const [service, out, models] = process.argv.slice(2);
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));
const projects = new Map(
  json('package.json')
    .workspaces.flatMap((pattern) => globSync(`${pattern}/package.json`))
    .map((file) => [json(file).name, { dir: dirname(file), needs: Object.keys(json(file).dependencies ?? {}) }]),
);
const start = [...projects].find(([, { dir }]) => dir === `apps/${service}` || dir === service);
if (!start || !out) {
  console.error(`prune: "${service}" is no service: use: node tools/prune.mjs SERVICE OUT [MODELS]`);
  process.exit(1);
}

const wanted = new Set([start[0]]);
// A set hands out what is added while it is walked.
for (const name of wanted) for (const need of projects.get(name).needs) if (projects.has(need)) wanted.add(need);

mkdirSync(out, { recursive: true });
const copy = (from, to) => existsSync(from) && cpSync(from, join(out, to), { recursive: true });
for (const file of ['package.json', 'package-lock.json', '.npmrc']) copy(file, file);
for (const name of wanted) {
  const { dir } = projects.get(name);
  for (const part of ['package.json', 'dist', 'bin', 'shared']) copy(join(dir, part), join(dir, part));
}
symlinkSync(start[1].dir, join(out, 'service'));
if (models && wanted.has('@throughline/models')) cpSync(models, join(out, 'models'), { recursive: true });
console.log(`prune: ${[...wanted].join(' ')}`);
