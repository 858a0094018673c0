import { z } from 'zod';
import { checkLlm, llmVariables } from '../src/index.ts';
import { llmSettings } from '../src/settings.ts';

const Config = z.object(llmVariables('reply.v1')).superRefine(checkLlm);
const problems = (env: Record<string, string>) =>
  (Config.safeParse(env).error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`);

it('is off unless a provider is named', () => {
  expect(llmSettings('drafter', Config.parse({ LLM_MODEL: 'tiny' }))).toBeUndefined();
});

it('takes a local server without a key', () => {
  const env = { LLM_PROVIDER: 'openai-compatible', LLM_BASE_URL: 'http://127.0.0.1:11434/v1', LLM_MODEL: 'tiny' };
  expect(llmSettings('drafter', Config.parse(env))).toMatchObject({
    step: 'drafter',
    baseUrl: 'http://127.0.0.1:11434/v1',
    timeoutMs: 15_000,
  });
});

it.each([
  [{ LLM_PROVIDER: 'openai-compatible', LLM_MODEL: 'm' }, 'LLM_BASE_URL: set it to the endpoint'],
  [{ LLM_PROVIDER: 'anthropic', LLM_MODEL: 'm' }, 'LLM_API_KEY: set it to the key'],
  [{ LLM_PROVIDER: 'anthropic', LLM_API_KEY: 'k' }, 'LLM_MODEL: set it to the model'],
  [{ LLM_BASE_URL: 'not a url' }, 'LLM_BASE_URL: expected an http(s) URL'],
  [{ LLM_PROMPT: '../reply.v1' }, 'LLM_PROMPT: expected the name of a prompt file'],
  [
    { LLM_PROVIDER: 'anthropic', LLM_MODEL: 'm', LLM_API_KEY: 'k', LLM_TICKET_COST_USD: '1' },
    'LLM_TICKET_COST_USD: a budget needs',
  ],
])('names the variable and the fix: %j', (env, message) => {
  expect(problems(env as never).join('\n')).toContain(message);
});
