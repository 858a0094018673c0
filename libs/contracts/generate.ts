// Writes what is made from the contracts: `npm run generate`. `--publish` also takes today's schemas as published.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts, flowDiagram, jsonSchemaOf, schemaFile } from '@throughline/contracts';

const folders = ['schemas', ...(process.argv.includes('--publish') ? ['published'] : [])];
for (const folder of folders) {
  const dir = join(import.meta.dirname, folder);
  mkdirSync(dir, { recursive: true });
  for (const contract of contracts) {
    writeFileSync(join(dir, schemaFile(contract)), `${JSON.stringify(jsonSchemaOf(contract), null, 2)}\n`);
  }
}

// The flow diagram, in the documents that show it.
const root = join(import.meta.dirname, '../..');
for (const file of ['README.md', 'docs/architecture.md']) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const diagram = `<!-- flow: made by npm run generate -->\n\n\`\`\`mermaid\n${flowDiagram()}\n\`\`\`\n\n<!-- /flow -->`;
  writeFileSync(
    path,
    text.replace(/<!-- flow: [^]*?<!-- \/flow -->/, () => diagram),
  );
}
