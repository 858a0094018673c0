import { contracts } from '@throughline/contracts';
import { type Document, isNode, LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';

/** Where events are posted to. */
export interface Endpoint {
  readonly name: string;
  readonly url: string;
  /** `whsec_…`; each signs, so that a receiver may know either while one takes the other's place. */
  readonly secrets: readonly string[];
  /** Names of the contracts that it is subscribed to. */
  readonly events: ReadonlySet<string>;
  /** It may be in one's own network. */
  readonly allowPrivate: boolean;
  /** How many posts one instance has under way to it. */
  readonly concurrency: number;
}

/** Injection token of the endpoints that the file names. */
export const ENDPOINTS = Symbol('webhooks:endpoints');

const names: readonly string[] = contracts.map((c) => c.name);
const base64 = /^whsec_[A-Za-z0-9+/]+={0,2}$/;

/** Standard Webhooks asks for 24 to 64 random bytes. */
const isSecret = (text: string): boolean => {
  const bytes = Buffer.from(text.slice('whsec_'.length), 'base64').length;
  return base64.test(text) && bytes >= 24 && bytes <= 64;
};

/** A secret stands in the environment; the file says under which name. */
const secretOf = (env: NodeJS.ProcessEnv) =>
  z.string().transform((variable, context): string => {
    const secret = env[variable] ?? '';
    if (isSecret(secret)) return secret;
    const wrong = secret === '' ? 'is not set' : 'holds no secret';
    // Neither what the variable holds nor what stands in the file: a secret may have been put there by mistake.
    const what = /^[A-Z][A-Z0-9_]*$/.test(variable) ? `the environment variable ${variable} ${wrong}` : 'is no name';
    context.addIssue(
      `${what}: name an environment variable (capitals, digits, _) that holds whsec_ and 24 to 64 bytes in base64`,
    );
    return z.NEVER;
  });

const eventNames = z.union([
  z.literal('*').transform(() => names),
  z.array(
    z.string().refine((n) => names.includes(n), { error: `is no event: use '*' or some of ${names.join(', ')}` }),
  ),
]);

const shape = (env: NodeJS.ProcessEnv) =>
  z
    .strictObject({
      url: z.url({ protocol: /^https?$/, error: 'expected https://…' }),
      secrets: z.array(secretOf(env)).min(1, 'name at least one'),
      events: eventNames,
      allowPrivate: z.boolean().default(false),
      allowHttp: z.boolean().default(false),
      concurrency: z.int().min(1).max(100).default(4),
    })
    .superRefine(({ url, allowHttp }, context) => {
      const issue = (message: string) => context.addIssue({ code: 'custom', path: ['url'], message });
      const { protocol, username, password, hash } = new URL(url);
      if (protocol === 'http:' && !allowHttp)
        issue('expected https://…; allowHttp: true lets what is posted be read on its way');
      if (username || password || hash) issue('must hold no user, password or fragment: posts are signed instead');
    });

const endpointName = z.string().regex(/^[a-z][a-z0-9-]{0,49}$/, 'expected lower-case letters, digits and -');

function fail(problems: readonly string[]): never {
  throw new Error(`The endpoints are not right:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
}

/**
 * The endpoints of a YAML (or JSON) file; secrets come from the environment.
 * @throws Error that lists every mistake as `file:line: field: what is wrong`
 */
export function readEndpoints(text: string, file: string, env: NodeJS.ProcessEnv): Endpoint[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): string => `${file}:${Math.max(1, lines.linePos(offset).line)}`;
  if (document.errors.length > 0) fail(document.errors.map((e) => `${at(e.pos[0])}: YAML: ${e.message}`));
  const schema = z.strictObject({ endpoints: z.record(endpointName, shape(env)) });
  const result = schema.safeParse(document.toJS());
  if (!result.success) {
    fail(flat(result.error.issues).map((i) => `${at(offsetOf(document, i.path))}: ${i.path.join('.')}: ${i.message}`));
  }
  return Object.entries(result.data.endpoints).map(([name, endpoint]) => ({
    name,
    url: endpoint.url,
    secrets: endpoint.secrets,
    events: new Set(endpoint.events),
    allowPrivate: endpoint.allowPrivate,
    concurrency: endpoint.concurrency,
  }));
}

/** Where a field stands; of one that is missing, where what should hold it stands. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  const node: unknown = document.getIn(path, true);
  if (isNode(node) && node.range) return node.range[0];
  return path.length === 0 ? 0 : offsetOf(document, path.slice(0, -1));
}

/** What is wrong with a key by itself; of a list that might have been `*`, what is wrong with the list. */
const flat = (issues: readonly z.core.$ZodIssue[]): z.core.$ZodIssue[] =>
  issues.flatMap((issue) => {
    if (issue.code === 'invalid_key') return issue.issues.map((i) => ({ ...i, path: issue.path }));
    if (issue.code !== 'invalid_union') return issue;
    const list = issue.errors.findLast((e) => e.length > 0) ?? [];
    return list.map((i) => ({ ...i, path: [...issue.path, ...i.path] }));
  });
