import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Parser } from '@asyncapi/parser';
import { Validator } from '@seriousme/openapi-schema-validator';
import { contracts, services } from '@throughline/contracts';
import { Ajv } from 'ajv';

const folder = join(__dirname, '../../docs/reference');
const files = (kind: string): string[] => globSync(`${kind}/*.json`, { cwd: folder }).toSorted();
const read = (file: string): string => readFileSync(join(folder, file), 'utf8');

interface Message {
  name: string;
  headers: object;
  payload: object;
  examples: [{ headers: object; payload: object }];
}
const channels = JSON.parse(read('asyncapi/channels.json')) as {
  channels: Record<string, { address: string }>;
  components: { messages: Record<string, Message>; messageTraits: { cloudEvent: { headers: object } } };
};

const parser = new Parser();
/** What the parser objects to. That there is a 3.1 is no objection: most tools read 3.0. */
async function objections(text: string): Promise<string[]> {
  const { diagnostics } = await parser.parse(text, { source: join(folder, 'asyncapi/service.json') });
  return diagnostics
    .filter((d) => d.code !== 'asyncapi-latest-version')
    .map((d) => `${d.path.join('.')}: ${d.message}`);
}

describe('AsyncAPI', () => {
  it('has a document for every service, and one that they share', () => {
    const names = [...Object.keys(services), 'channels'].toSorted();
    expect(files('asyncapi').map((f) => basename(f, '.json'))).toEqual(names);
  });

  it.each(files('asyncapi'))('%s is valid', async (file) => expect(await objections(read(file))).toEqual([]), 300_000);

  it('would be refused with a channel that does not exist', async () => {
    const broken = read('asyncapi/router.json').replaceAll(
      'channels.json#/channels/replyDrafted',
      'channels.json#/channels/none',
    );
    expect(await objections(broken)).not.toEqual([]);
  }, 300_000);

  it('has the topic of every contract', () => {
    const addresses = Object.values(channels.channels).map((c) => c.address);
    expect(addresses).toEqual(contracts.map((c) => c.topic));
  });

  // Formats and the rest are checked by the contracts' own tests.
  const ajv = new Ajv({ strict: false, validateFormats: false });
  ajv.addSchema(channels, 'channels');
  const { messages } = channels.components;
  it.each(Object.keys(messages))('has an example of %s that fits its schemas', (id) => {
    const at = `channels#/components/messages/${id}`;
    const [example] = messages[id]?.examples ?? [];
    const wrong = [
      ['channels#/components/messageTraits/cloudEvent/headers', example?.headers] as const,
      [`${at}/headers`, example?.headers] as const,
      [`${at}/payload`, example?.payload] as const,
    ].filter(([ref, value]) => !ajv.validate({ $ref: ref }, value));
    expect(wrong).toEqual([]);
  });
});

describe('OpenAPI', () => {
  it('has a document for every service', () => {
    expect(files('openapi').map((f) => basename(f, '.json'))).toEqual(Object.keys(services).toSorted());
  });

  it.each(files('openapi'))('%s is valid 3.1', async (file) => {
    const validator = new Validator();
    expect(await validator.validate(JSON.parse(read(file)) as Record<string, unknown>)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });
});

it.each(globSync('{asyncapi,openapi}/*.json', { cwd: folder }))('%s says what every field means', (file) => {
  const silent: string[] = [];
  const look = (value: unknown, path: string): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'example' || key === 'examples') continue;
      const at = `${path}/${key}`;
      const isField = /\/properties\/[^/]+$/.test(at) && !at.endsWith('/properties/properties');
      const { description, $ref, const: only } = (inner ?? {}) as Record<string, unknown>;
      if (isField && !description && !$ref && only === undefined) silent.push(at);
      look(inner, at);
    }
  };
  look(JSON.parse(read(file)), '');
  expect(silent).toEqual([]);
});
