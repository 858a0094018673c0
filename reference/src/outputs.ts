import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts, flowDiagram, jsonSchemaOf, schemaFile } from '@throughline/contracts';
import { format, resolveConfig } from 'prettier';
import { channelsDocument, serviceDocument } from './asyncapi.ts';
import { parts } from './json.ts';
import { openApiOf } from './openapi.ts';
import { eventFile, eventPage } from './pages/event-page.ts';
import type { Links } from './pages/fields.ts';
import { headersPage, indexPage, partsPage } from './pages/index-pages.ts';
import { servicePage } from './pages/service-page.ts';
import { allServices } from './service.ts';

/** Folders in which nothing lies but what is made here: what is left over from earlier is deleted. */
export const ownFolders = ['libs/contracts/schemas', 'docs/reference'];

const notParts = ['EventHeaders', 'DeadLetterHeaders'];

/** Every file that is made from the code, by its path in the repository, formatted. */
export async function outputs(root: string): Promise<Map<string, string>> {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const services = allServices();
  const shared = Object.fromEntries(
    Object.entries(parts('draft-2020-12')).filter(([title]) => !notParts.includes(title)),
  );
  const links = (page: string): Links => ({ parts: new Set(Object.keys(shared)), page });
  const reference: Record<string, unknown> = {
    'README.md': indexPage(services),
    'headers.md': headersPage(links('parts.md')),
    'parts.md': partsPage(shared),
    'asyncapi/channels.json': channelsDocument(version),
  };
  for (const contract of contracts) {
    reference[`events/${eventFile(contract)}`] = eventPage(contract, links('../parts.md'));
  }
  for (const service of services) {
    reference[`services/${service.name}.md`] = servicePage(service, links('../parts.md'));
    reference[`asyncapi/${service.name}.json`] = serviceDocument(service, version);
    reference[`openapi/${service.name}.json`] = openApiOf(service, version);
  }
  const files: [string, unknown][] = [
    ...contracts.map((c): [string, unknown] => [`libs/contracts/schemas/${schemaFile(c)}`, jsonSchemaOf(c)]),
    ...Object.entries(reference).map(([file, content]): [string, unknown] => [`docs/reference/${file}`, content]),
    ...['README.md', 'docs/architecture.md'].map((file): [string, unknown] => [file, withDiagram(root, file)]),
  ];
  const config = await resolveConfig(join(root, 'package.json'));
  const formatted = async ([file, content]: [string, unknown]): Promise<[string, string]> => {
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    return [file, await format(text, { ...config, filepath: file })];
  };
  return new Map(await Promise.all(files.map(formatted)));
}

/** A document that people wrote, with the flow's diagram as it is now. */
function withDiagram(root: string, file: string): string {
  const diagram = `<!-- flow: made by npm run generate -->\n\n\`\`\`mermaid\n${flowDiagram()}\n\`\`\`\n\n<!-- /flow -->`;
  return readFileSync(join(root, file), 'utf8').replace(/<!-- flow: [^]*?<!-- \/flow -->/, () => diagram);
}
