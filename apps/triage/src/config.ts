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
    .min(1, 'set it to the folder that holds bge-small-en-v1.5 and all-minilm-l6-v2')
    .describe('Where the embedding models lie, as set-up fetched them: a folder each.'),
  CACHE_DIR: z
    .string()
    .min(1)
    .optional()
    .describe(
      'A folder that may be written to and emptied at any time: what the classifier learned is kept there, so that the next start with the same taxonomy takes seconds less. Left out: nothing is kept.',
    ),
  ...llmVariables('intent.v1'),
}).superRefine(checkLlm);
