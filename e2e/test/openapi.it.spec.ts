import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { coreServices } from '@throughline/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { repoRoot } from 'throughline/root';
import { inState, message, openReview, post, shared } from '../support/flow.ts';

interface Operation {
  responses: Record<string, { content?: { 'application/json': { schema: object } } }>;
}
interface Document {
  paths: Record<string, { get?: Operation }>;
}

const read = (service: string): Document =>
  JSON.parse(readFileSync(join(repoRoot(), `docs/reference/openapi/${service}.json`), 'utf8')) as Document;

const routes = coreServices.flatMap(({ name: service }) =>
  Object.entries(read(service).paths).flatMap(([path, { get }]) => (get ? [[service, path] as const] : [])),
);
const example: Record<string, string> = {};

beforeAll(async () => {
  const given = message('My lawyer will sue you over my broken lamp.');
  const ticketId = await post(given);
  await inState(ticketId, 'waiting');
  const { reviewId } = await openReview(ticketId);
  const answered = message('How do I get a copy of the invoice for my order?', { customerId: given.customerId });
  await inState(await post(answered), 'agent');
  Object.assign(example, { ticketId, customerId: given.customerId, id: reviewId, articleId: 'password-reset' });
});

it.each(routes)('%s answers GET %s as its document says', async (service, path) => {
  const schema = read(service).paths[path]?.get?.responses['200']?.content?.['application/json'].schema;
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = example[name];
    if (!value) throw new Error(`Tell this test an example of {${name}}.`);
    return encodeURIComponent(value);
  });
  const headers = { authorization: `Bearer ${shared.tokens['e2e']}` };
  const response = await fetch(`${shared.urls[service]}${filled}`, { headers });
  const answer: unknown = await response.json();
  expect({ status: response.status, answer }).toMatchObject({ status: 200 });
  // Formats are left to the reader; what is there and of which type is checked.
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  ajv.addSchema(read(service), 'document');
  const pointer = `document#/paths/${encodeURIComponent(path.replaceAll('/', '~1'))}/get/responses/200/content/application~1json/schema`;
  expect(schema).toBeDefined();
  ajv.validate({ $ref: pointer }, answer);
  expect(ajv.errors ?? []).toEqual([]);
});
