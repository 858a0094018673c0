import { contracts } from '@throughline/contracts';
import { readEndpoints } from '../src/endpoints.ts';

const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const env = {
  CRM_SECRET: secret,
  CRM_SECRET_OLD: `whsec_${Buffer.alloc(24, 8).toString('base64')}`,
  SHORT: 'whsec_c2hvcnQ=',
};
const read = (text: string) => readEndpoints(text, 'endpoints.yaml', env);

it('reads endpoints, with secrets from the environment', () => {
  const text = `
endpoints:
  crm:
    url: https://crm.example.com/hooks
    secrets: [CRM_SECRET, CRM_SECRET_OLD]
    events: [reply.delivered]
  mirror:
    url: http://127.0.0.1:9000/
    secrets: [CRM_SECRET]
    events: '*'
    allowPrivate: true
    allowHttp: true
    concurrency: 16
`;
  expect(read(text)).toEqual([
    {
      name: 'crm',
      url: 'https://crm.example.com/hooks',
      secrets: [secret, env.CRM_SECRET_OLD],
      events: new Set(['reply.delivered']),
      allowPrivate: false,
      concurrency: 4,
    },
    {
      name: 'mirror',
      url: 'http://127.0.0.1:9000/',
      secrets: [secret],
      events: new Set(contracts.map((c) => c.name)),
      allowPrivate: true,
      concurrency: 16,
    },
  ]);
});

it('reads JSON, too', () => {
  const crm = { url: 'https://crm.example.com/', secrets: ['CRM_SECRET'], events: ['ticket.opened'] };
  expect(read(JSON.stringify({ endpoints: { crm } }))).toMatchObject([{ name: 'crm' }]);
});

const endpoint = (lines: Record<string, string>) =>
  `endpoints:\n  crm:\n${Object.entries({
    url: 'https://crm.example.com/',
    secrets: '[CRM_SECRET]',
    events: '[reply.delivered]',
    ...lines,
  })
    .map(([field, value]) => `    ${field}: ${value}\n`)
    .join('')}`;

it.each([
  ['http', { url: 'http://crm.example.com/' }, /yaml:3: endpoints\.crm\.url: expected https/],
  ['another protocol', { url: 'ftp://crm.example.com/' }, /yaml:3: endpoints\.crm\.url: expected https/],
  ['a password', { url: 'https://me:pw@crm.example.com/' }, /yaml:3: endpoints\.crm\.url: must hold no user/],
  [
    'a secret that is not set',
    { secrets: '[NOWHERE]' },
    /yaml:4: endpoints\.crm\.secrets\.0: the environment variable NOWHERE is not set/,
  ],
  [
    'a short secret',
    { secrets: '[SHORT]' },
    /yaml:4: endpoints\.crm\.secrets\.0: the environment variable SHORT holds no secret/,
  ],
  ['no secret', { secrets: '[]' }, /yaml:4: endpoints\.crm\.secrets: name at least one/],
  [
    'an unknown event',
    { events: '[reply.sent]' },
    /yaml:5: endpoints\.crm\.events\.0: is no event: use '\*' or some of ticket\.received/,
  ],
  ['another word than *', { events: 'all' }, /yaml:5: endpoints\.crm\.events: /],
  ['a misspelt field', { allowprivate: 'true' }, /yaml:3: endpoints\.crm: .*allowprivate/],
  ['no YAML', { url: '"' }, /yaml:\d+: YAML: /],
])('names file, line and field of %s', (_, lines, message) => expect(() => read(endpoint(lines))).toThrow(message));

it('refuses a name that would not do as part of an address', () => {
  expect(() => read(endpoint({}).replace('crm:', 'My CRM:'))).toThrow(/yaml:3: endpoints\.My CRM: expected lower-case/);
});

it('never repeats a secret that stands where its name should', () => {
  const wrong = () => read(endpoint({ secrets: `[${secret}]` }));
  expect(wrong).toThrow(/secrets\.0: is no name: name an environment variable/);
  expect(wrong).not.toThrow(new RegExp(secret.slice(10, 30)));
});
