import { contracts, DeadLetterHeaders, EventHeaders, flowDiagram } from '@throughline/contracts';
import { consumersOf, producersOf } from '../event.ts';
import { jsonOf, type Schema } from '../json.ts';
import type { Service } from '../service.ts';
import { eventFile } from './event-page.ts';
import { fields, type Links, table } from './fields.ts';

/** The first page: what there is, and where. */
export function indexPage(services: readonly Service[]): string {
  const events = contracts.map((c) => [
    `[${c.name}](events/${eventFile(c)})`,
    c.summary,
    producersOf(c).join(', '),
    consumersOf(c).join(', '),
  ]);
  const apis = services.map(({ name, declaration }) => [
    `[${name}](services/${name}.md)`,
    declaration.job,
    `[AsyncAPI](asyncapi/${name}.json), [OpenAPI](openapi/${name}.json)`,
  ]);
  return `# Reference

Made from the code by \`npm run generate\`: don't edit. How to connect a system of your own: [connect.md](../connect.md).

\`\`\`mermaid
${flowDiagram()}
\`\`\`

## Events

${table(['event', 'meaning', 'produced by', 'consumed by'], events)}

- [Headers](headers.md) of events and of dead letters; [parts](parts.md) that events share.
- [asyncapi/channels.json](asyncapi/channels.json): all topics and messages, with examples.
- JSON Schemas of the data: [libs/contracts/schemas](../../libs/contracts/schemas).

## Services

${table(['service', 'job', 'documents'], apis)}
`;
}

/** The page of the headers that every event has, and of those that a dead letter has besides. */
export const headersPage = (links: Links): string => `# Headers

All are UTF-8 text. Other headers are allowed; they stay with the record.

## Events

CloudEvents 1.0 in the binary mode of the Kafka binding. Structured mode (\`content-type: application/cloudevents+json\`,
attributes and \`data\` in the value) is understood, too.

${fields(jsonOf(EventHeaders), links)}

## Dead letters

A record that a service can't handle goes to \`<topic>.<service>.dlq\`: key, value and headers as they came, and these:

${fields(jsonOf(DeadLetterHeaders), links)}
`;

/** The page of the parts that events share. */
export function partsPage(parts: Readonly<Record<string, Schema>>): string {
  const links: Links = { parts: new Set(Object.keys(parts)), page: '' };
  const sections = Object.entries(parts)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([title, schema]) => `## ${title}\n\n${schema.description}\n\n${fields(schema, links)}`);
  return `# Parts\n\nWhat several events hold.\n\n${sections.join('\n\n')}\n`;
}
