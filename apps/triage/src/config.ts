import { checkLlm, llmVariables } from '@throughline/llm';
import { BaseConfig } from '@throughline/platform';
import { z } from 'zod';

/** Triage's environment. */
export const Config = BaseConfig.extend({
  WORKSPACE: z
    .string()
    .min(1, 'set it to the workspace folder')
    .describe('The workspace folder whose taxonomy the classifier learns.'),
  MODEL_DIR: z
    .string()
    .min(1, 'set it to the folder with model.onnx and tokenizer.json')
    .describe('Where the embedding model lies, as set-up fetched it.'),
  CACHE_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A folder that may be written to and emptied at any time: what the classifier learned is kept there, so that the next start with the same taxonomy takes seconds less. Left out: nothing is kept.',
    ),
  ...llmVariables('intent.v1'),
}).superRefine(checkLlm);
