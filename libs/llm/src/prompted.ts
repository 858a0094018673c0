import { Llm } from './llm.ts';
import { type Prompt, readPrompt } from './prompt.ts';
import { type LlmConfig, llmSettings } from './settings.ts';

/** A language model and what it is told. */
export interface PromptedLlm {
  readonly llm: Llm;
  readonly prompt: Prompt;
}

/**
 * The language model of a step, with its prompt from the service's folder; nothing is asked of it yet.
 *
 * @param step the service that asks
 * @returns undefined where the configuration names none
 * @throws Error where the prompt is missing
 */
export function loadLlm(step: string, prompts: string, config: LlmConfig): PromptedLlm | undefined {
  const settings = llmSettings(step, config);
  return settings && { llm: new Llm(settings), prompt: readPrompt(prompts, config.LLM_PROMPT) };
}
