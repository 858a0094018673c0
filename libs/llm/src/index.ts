export { Budget } from './budget.ts';
export type { Fallback } from './failure.ts';
export { type Answer, Llm, type Question } from './llm.ts';
export { PlaceholderError, Placeholders } from './placeholders.ts';
export { DataSections, type Prompt, readPrompt } from './prompt.ts';
export { loadLlm, type PromptedLlm } from './prompted.ts';
export { checkLlm, type LlmConfig, type LlmSettings, llmVariables } from './settings.ts';
