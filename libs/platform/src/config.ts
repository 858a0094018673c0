import { z } from 'zod';

/** `name:token,name:token`: who may call the HTTP API. A token is at least 16 characters. */
const ApiTokens = z.string().transform((text, context) => {
  const tokens = new Map<string, string>();
  for (const pair of text.split(',').filter((p) => p.trim() !== '')) {
    const at = pair.indexOf(':');
    const [name, token] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
    if (at < 1 || token.length < 16) {
      // Never the pair itself: it may hold a secret.
      context.addIssue({
        code: 'custom',
        message: 'expected name:token pairs, comma between, tokens of 16 characters or more',
      });
      return z.NEVER;
    }
    tokens.set(token, name);
  }
  return tokens;
});

/** What every service reads from its environment. Services extend it with their own. */
export const BaseConfig = z.object({
  HOST: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .describe('Where the HTTP API and the probes listen; only this machine unless told otherwise.'),
  PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65535)
    .optional()
    .describe("The port; 0 takes any free one. Left out: the service's own, see the top of this page."),
  KAFKA_BROKERS: z
    .string()
    .default('127.0.0.1:19092')
    .transform((s) => s.split(',').map((b) => b.trim()))
    .refine((list) => list.every((b) => /^[^:\s]+:\d+$/.test(b)), 'expected host:port, comma between')
    .describe('Brokers to begin with: `host:port`, comma between.'),
  INSTANCE: z
    .string()
    .regex(/^[a-z0-9-]+$/i, 'expected letters, digits and -')
    .optional()
    .describe(
      "Which replica this is, where that is stable over restarts (a StatefulSet's ordinal); else replicas are leased numbers.",
    ),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('What is logged.'),
  API_TOKENS: ApiTokens.default(new Map()).describe(
    'Who may call the HTTP API: `name:token` pairs, comma between; a token has 16 characters or more.',
  ),
});

/** Services with state add this. */
export const MongoConfig = BaseConfig.extend({
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'expected mongodb://…')
    .default('mongodb://127.0.0.1:27027')
    .describe('The store.'),
  MONGODB_DATABASE: z
    .string()
    .min(1)
    .optional()
    .describe("The service's own database; no other service reads it. Left out: `throughline-<service>`."),
});

/** The values of a configuration schema. */
export type ConfigOf<S extends z.ZodType> = z.output<S>;

/**
 * Reads the environment. @throws Error that lists every wrong variable, what is wrong and nothing of its value
 */
export function readConfig<S extends z.ZodType>(schema: S, env: Record<string, unknown>): z.output<S> {
  const result = schema.safeParse(env);
  if (result.success) return result.data;
  const lines = result.error.issues.map((i) => `  - ${i.path.join('.')}: ${i.message}`);
  throw new Error(`The environment is not right. Set:\n${lines.join('\n')}`);
}
