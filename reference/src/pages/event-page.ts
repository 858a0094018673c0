import { type Contract, deadLetterTopic, schemaFile, type ServiceDeclaration, services } from '@throughline/contracts';
import { consumersOf, exampleHeaders, keyMeaning, producersOf } from '../event.ts';
import { jsonOf } from '../json.ts';
import { fields, type Links } from './fields.ts';

const all: readonly ServiceDeclaration[] = Object.values(services);

/** The file of an event's page. */
export const eventFile = (contract: Contract): string => `${contract.name}.v${contract.version}.md`;

const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;
const linked = (names: readonly string[]): string =>
  names.map((name) => (name in services ? `[${name}](../services/${name}.md)` : name)).join(', ') || 'nobody';

const failures = (contract: Contract): string =>
  all
    .filter((s) => s.consumes.includes(contract))
    .map((s) => `\`${deadLetterTopic(contract.topic, s.name)}\``)
    .join(', ');

/** An event's page: what it means, where it lies, what it holds. */
export function eventPage(contract: Contract, links: Links): string {
  const { name, summary, topic, type, compacted } = contract;
  return `# ${name}

${summary}

| | |
| --- | --- |
| topic | \`${topic}\` |
| type (\`ce_type\`) | \`${type}\` |
| key | ${keyMeaning(contract)} |
| kept | ${compacted ? 'the last record of every key (compacted; one partition); a record without a value removes the key' : 'for ever'} |
| produced by | ${linked(producersOf(contract))} |
| consumed by | ${linked(consumersOf(contract))} |
| JSON Schema | [${schemaFile(contract)}](../../../libs/contracts/schemas/${schemaFile(contract)}) |
| AsyncAPI | [channels.json](../asyncapi/channels.json) |
| dead letters | ${failures(contract) || 'none'} |

[Headers](../headers.md) are the same for every event. Unknown fields are ignored.

## Data

${fields(jsonOf(contract.schema), links)}

## Example

Key: \`${contract.key(contract.example)}\`. Headers:

${json(exampleHeaders(contract))}

Value:

${json(contract.example)}
`;
}
