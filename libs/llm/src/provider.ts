import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModel } from 'ai';
import type { LlmSettings } from './settings.ts';

/** A redirect would take key and prompt to where nobody has checked. */
const straight: typeof fetch = (input, init) => fetch(input, { ...init, redirect: 'error' });

/** The model behind the settings. Nothing is sent until it is asked. */
export function languageModel({ provider, baseUrl, model, apiKey }: LlmSettings): LanguageModel {
  // Given explicitly, or the providers would look for addresses and keys in the environment by themselves.
  if (provider === 'anthropic') {
    const baseURL = baseUrl ?? 'https://api.anthropic.com/v1';
    return createAnthropic({ apiKey: apiKey ?? '', baseURL, fetch: straight })(model);
  }
  const key = apiKey === undefined ? {} : { apiKey };
  return createOpenAICompatible({ name: 'llm', baseURL: baseUrl ?? '', fetch: straight, ...key })(model);
}
