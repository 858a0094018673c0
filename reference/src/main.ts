// Writes what is made from the code: `npm run generate`. `--check` writes nothing and fails where a file is not what it
// should be; `--publish` also takes today's schemas as published.
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { outputs, ownFolders } from './outputs.ts';

const root = resolve(import.meta.dirname, '../..');
const files = await outputs(root);
const isSame = (file: string): boolean =>
  existsSync(join(root, file)) && readFileSync(join(root, file), 'utf8') === files.get(file);
const changed = [...files.keys()].filter((file) => !isSame(file));
const leftOver = globSync(
  ownFolders.map((folder) => `${folder}/**/*.{json,md}`),
  { cwd: root },
).filter((file) => !files.has(file));

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

if (process.argv.includes('--check')) {
  const wrong = [...changed, ...leftOver];
  if (wrong.length > 0) {
    console.error(`Not what the code says: run \`npm run generate\`.\n${wrong.map((file) => `  ${file}`).join('\n')}`);
    process.exitCode = 1;
  }
} else {
  for (const file of changed) write(file, files.get(file) ?? '');
  for (const file of leftOver) rmSync(join(root, file));
  if (process.argv.includes('--publish')) {
    for (const [file, text] of files) {
      if (file.startsWith('libs/contracts/schemas/')) write(file.replace('/schemas/', '/published/'), text);
    }
  }
  console.log(`${files.size} files: ${changed.length} written, ${leftOver.length} deleted.`);
}
