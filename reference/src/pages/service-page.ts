import { type Contract, defaultPorts, type ServiceDeclaration } from '@throughline/contracts';
import { z } from 'zod';
import { jsonOf } from '../json.ts';
import type { Route } from '../routes.ts';
import type { Service } from '../service.ts';
import { eventFile } from './event-page.ts';
import { fields, type Links, table, typeOf } from './fields.ts';

const event = (contract: Contract): string => `[${contract.name}](../events/${eventFile(contract)})`;

const onFailure: Record<ServiceDeclaration['onFailure'], string> = {
  escalate: 'goes to its dead letters with the reason, and the ticket to a person (`ticket.escalated`)',
  alert: 'goes to its dead letters with the reason, and raises an alert',
};

/** A service's page: what it reads and sends, its HTTP API, its environment. */
export function servicePage({ name, declaration, config, routes, handlers }: Service, links: Links): string {
  const { job, follows, emits } = declaration;
  const handled = handlers
    .filter((h) => h.mode === 'event')
    .map(({ contract, emits: may }) => [contract ? event(contract) : '', may.map(event).join(', ') || 'nothing']);
  const everything = handlers.some((h) => h.mode === 'record');
  return `# ${name}

${job}

- [AsyncAPI](../asyncapi/${name}.json), [OpenAPI](../openapi/${name}.json)
- Consumer group \`${name}\`; port ${defaultPorts[name]} unless \`PORT\` says otherwise.
- A record that it can't handle ${onFailure[declaration.onFailure]}.

## Events

${everything ? `Reads every record of ${declaration.consumes.map(event).join(', ')}.\n` : table(['on', 'may send'], handled)}

${follows.length > 0 ? `Follows ${follows.map(event).join(', ')}: every replica reads all of it, from the start.\n` : ''}
All that it may send: ${emits.map(event).join(', ')}.

## HTTP

Every call needs \`Authorization: Bearer <token>\` with a token of \`API_TOKENS\`, but where it says public. A field that is
wrong is a 400 that names it and why.

${routes.map((route) => endpoint(route, links)).join('\n\n')}

## Environment

${environment(config, links)}
`;
}

const places = { path: 'path', query: 'query', header: 'header' } as const;

function endpoint(route: Route, links: Links): string {
  const { method, path, summary, isPublic, parameters, body, schema, status, others } = route;
  const given = parameters.map(({ in: place, name, schema: s }) => {
    const json = jsonOf(s);
    const must = place === 'path' || !s.safeParse(undefined).success ? 'yes' : 'no';
    return [`\`${name}\``, places[place], typeOf(json, links), must, json.description ?? ''];
  });
  const refused = Object.entries(others).map(([code, why]) => `- ${code}: ${why}`);
  return [
    `### ${method.toUpperCase()} ${path}`,
    `${summary}${isPublic ? ' Public.' : ''}`,
    table(['parameter', 'in', 'type', 'required', 'meaning'], given),
    body && `Body:\n\n${fields(jsonOf(body), links)}`,
    `Answers ${status}${answer(schema, links)}`,
    refused.join('\n'),
  ]
    .filter(Boolean)
    .join('\n\n');
}

function answer(schema: z.ZodType, links: Links): string {
  if (schema instanceof z.ZodVoid) return ' and nothing else.';
  const json = jsonOf(schema);
  if (json.type !== 'array') return `:\n\n${fields(json, links)}`;
  if (typeOf(json.items ?? {}, links).includes('](')) return ` with a ${typeOf(json, links)}.`;
  return ` with a list of:\n\n${fields(json.items ?? {}, links)}`;
}

function environment(config: z.ZodType, links: Links): string {
  const { properties = {}, required = [] } = jsonOf(config);
  const settings = Object.entries(properties).map(([name, setting]) => {
    const { default: value, description = '' } = setting;
    // An empty default is none.
    const hasDefault = typeof value === 'string' || typeof value === 'number';
    const none = required.includes(name) && value === undefined ? 'has to be set' : '';
    return [`\`${name}\``, typeOf(setting, links), hasDefault ? `\`${value}\`` : none, description];
  });
  return table(['variable', 'type', 'default', 'meaning'], settings);
}
