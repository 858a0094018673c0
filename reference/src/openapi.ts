import { STATUS_CODES } from 'node:http';
import { defaultPorts } from '@throughline/contracts';
import { z } from 'zod';
import { type Json, jsonOf, parts, used, withReferences } from './json.ts';
import type { Route } from './routes.ts';
import type { Service } from './service.ts';

const target = 'draft-2020-12';
const known = parts(target);
const schemaOf = (schema: z.ZodType): Json => withReferences(jsonOf(schema), known, target);
const content = (schema: Json): Json => ({ content: { 'application/json': { schema } } });

const refusal = {
  statusCode: z.int().describe('The status.'),
  message: z.string().describe('What is wrong, in words.'),
  error: z.string().optional().describe('The name of the status.'),
};
const Refusal = jsonOf(z.object(refusal));
const WrongFields = jsonOf(
  z.object({
    ...refusal,
    errors: z
      .array(
        z.object({ field: z.string().describe('Its path.'), reason: z.string().describe('What is wrong with it.') }),
      )
      .optional()
      .describe('Each field that is wrong.'),
  }),
);

const refused = (description: string, schema = 'Refusal'): Json => ({
  description,
  ...content({ $ref: `#/components/schemas/${schema}` }),
});

/** The OpenAPI 3.1 document of a service's HTTP API. */
export function openApiOf({ name, declaration, routes }: Service, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const route of routes) paths[route.path] = { ...paths[route.path], [route.method]: operationOf(route) };
  return {
    openapi: '3.1.0',
    info: {
      title: `Throughline ${name}`,
      version,
      description: declaration.job,
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: 'http://{host}:{port}',
        description: 'Where the service listens. TLS is the business of what stands before it.',
        variables: { host: { default: '127.0.0.1' }, port: { default: String(defaultPorts[name]) } },
      },
    ],
    security: [{ token: [] }],
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token of API_TOKENS; its name is the caller.' },
      },
      schemas: { Refusal, WrongFields, ...used(paths, known, target) },
    },
  };
}

function operationOf(route: Route): Json {
  const { summary, status, schema, others, body, parameters } = route;
  const says = STATUS_CODES[status] ?? String(status);
  const ok = schema instanceof z.ZodVoid ? { description: says } : { description: says, ...content(schemaOf(schema)) };
  const takes = body !== undefined || parameters.some((p) => p.in !== 'header');
  return {
    operationId: route.at.replace('Controller.', '.').replaceAll(/[^\w]/g, '_'),
    summary,
    ...(route.isPublic && { security: [] }),
    ...(parameters.length > 0 && { parameters: parameters.map(parameterOf) }),
    // Where nothing has to be said, there may be no body at all.
    ...(body && { requestBody: { required: !body.safeParse({}).success, ...content(schemaOf(body)) } }),
    responses: {
      [status]: ok,
      ...(takes && { 400: refused('A field is wrong, or the body is not JSON.', 'WrongFields') }),
      ...(!route.isPublic && { 401: refused('No token, or none of API_TOKENS.') }),
      // A probe that fails says so in the same words; everything else refuses.
      ...Object.fromEntries(
        Object.entries(others).map(([code, why]) => [
          code,
          Number(code) < 500 ? refused(why) : { description: why, ...content(schemaOf(schema)) },
        ]),
      ),
    },
  };
}

function parameterOf({ in: place, name, schema }: Route['parameters'][number]): Json {
  const { description, ...json } = schemaOf(schema);
  const required = place === 'path' || !schema.safeParse(undefined).success;
  return { name, in: place, required, ...(description !== undefined && { description }), schema: json };
}
