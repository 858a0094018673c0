import { z } from 'zod';

const whole = (min: number, max: number) => z.coerce.number().int().min(min).max(max);
const dollars = z.coerce.number().min(0);

/**
 * The environment of a service that may ask a language model, to spread into its configuration beside
 * {@link checkLlm}. All of it is off until `LLM_PROVIDER` is set. `prompt`: the name of the prompt file, without `.md`.
 */
export const llmVariables = (prompt: string) => ({
  LLM_PROVIDER: z
    .enum(['openai-compatible', 'anthropic'])
    .optional()
    .describe(
      'Who serves the language model: any endpoint that speaks the OpenAI chat API, or Anthropic. Left out, none is asked. See [language models](../../llm.md).',
    ),
  LLM_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http(s) URL, e.g. http://127.0.0.1:11434/v1' })
    .optional()
    .describe("The endpoint's base, e.g. `http://127.0.0.1:11434/v1`. Needed for `openai-compatible`."),
  LLM_MODEL: z.string().min(1).optional().describe('The model, in the words of its provider.'),
  LLM_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('The key: a secret. Needed for `anthropic`; local servers often want none.'),
  LLM_PROMPT: z
    .string()
    .regex(/^[a-z0-9-]+\.v\d+$/, `expected the name of a prompt file without .md, e.g. ${prompt}`)
    .default(prompt)
    .describe("Which version of the prompt: a file of the service's `prompts` folder, without `.md`."),
  LLM_TIMEOUT_MS: whole(100, 50_000)
    .default(15_000)
    .describe('How long the model may take in all for one message, tries and repair included, in milliseconds.'),
  LLM_MAX_OUTPUT_TOKENS: whole(16, 32_000).default(1_000).describe('The longest answer that is asked for, in tokens.'),
  LLM_TICKET_TOKENS: whole(100, 1_000_000)
    .default(12_000)
    .describe(
      'The most tokens, in and out, that may be used for one message of a ticket, by this step and those before it together.',
    ),
  LLM_TICKET_COST_USD: dollars
    .optional()
    .describe(
      'The most that may be spent on one message of a ticket, by this step and those before it together, in US dollars. Needs both prices.',
    ),
  LLM_INPUT_PRICE_USD: dollars.optional().describe('US dollars for a million tokens of input; for costs and budgets.'),
  LLM_OUTPUT_PRICE_USD: dollars.optional().describe('US dollars for a million tokens of output.'),
});

/** What {@link llmVariables} make of an environment. */
export type LlmConfig = z.output<z.ZodObject<ReturnType<typeof llmVariables>>>;

/** What the variables need of each other; for `superRefine`. The messages name the variable and the fix. */
export function checkLlm(config: LlmConfig, context: { addIssue(issue: z.core.$ZodSuperRefineIssue): void }): void {
  const say = (variable: keyof LlmConfig, message: string): void =>
    context.addIssue({ code: 'custom', path: [variable], message, input: undefined });
  if (config.LLM_PROVIDER === undefined) return;
  if (!config.LLM_MODEL) say('LLM_MODEL', `set it to the model to ask, or leave LLM_PROVIDER out`);
  if (config.LLM_PROVIDER === 'openai-compatible' && !config.LLM_BASE_URL) {
    say('LLM_BASE_URL', 'set it to the endpoint, e.g. http://127.0.0.1:11434/v1');
  }
  if (config.LLM_PROVIDER === 'anthropic' && !config.LLM_API_KEY) say('LLM_API_KEY', 'set it to the key of the API');
  const prices = [config.LLM_INPUT_PRICE_USD, config.LLM_OUTPUT_PRICE_USD].filter((price) => price !== undefined);
  if (prices.length === 1)
    say('LLM_OUTPUT_PRICE_USD', 'set both LLM_INPUT_PRICE_USD and LLM_OUTPUT_PRICE_USD, or none');
  if (config.LLM_TICKET_COST_USD !== undefined && prices.length < 2) {
    say('LLM_TICKET_COST_USD', 'a budget needs LLM_INPUT_PRICE_USD and LLM_OUTPUT_PRICE_USD too');
  }
}

/** One step's language model. Prices are US dollars for a million tokens; times are milliseconds. */
export interface LlmSettings {
  /** The service that asks; labels metrics. */
  readonly step: string;
  readonly provider: 'openai-compatible' | 'anthropic';
  readonly baseUrl?: string | undefined;
  readonly model: string;
  readonly apiKey?: string | undefined;
  readonly timeoutMs: number;
  readonly maxOutputTokens: number;
  readonly ticketTokens: number;
  readonly ticketCostUsd?: number | undefined;
  readonly prices?: { readonly input: number; readonly output: number } | undefined;
}

/** The settings in a checked configuration; undefined where no language model is to be asked. */
export function llmSettings(step: string, config: LlmConfig): LlmSettings | undefined {
  const { LLM_PROVIDER: provider, LLM_MODEL: model } = config;
  if (provider === undefined || model === undefined) return undefined;
  const [input, output] = [config.LLM_INPUT_PRICE_USD, config.LLM_OUTPUT_PRICE_USD];
  return {
    step,
    provider,
    baseUrl: config.LLM_BASE_URL,
    model,
    apiKey: config.LLM_API_KEY,
    timeoutMs: config.LLM_TIMEOUT_MS,
    maxOutputTokens: config.LLM_MAX_OUTPUT_TOKENS,
    ticketTokens: config.LLM_TICKET_TOKENS,
    ticketCostUsd: config.LLM_TICKET_COST_USD,
    prices: input === undefined || output === undefined ? undefined : { input, output },
  };
}
