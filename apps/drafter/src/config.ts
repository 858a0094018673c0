import { checkLlm, llmVariables } from '@throughline/llm';
import { BaseConfig } from '@throughline/platform';
import { z } from 'zod';

/** The drafter's environment. */
export const Config = BaseConfig.extend({
  MODEL_DIR: z
    .string()
    .min(1, 'set it to the folder that holds bge-small-en-v1.5 and all-minilm-l6-v2')
    .describe('Where the embedding models lie, as set-up fetched them: a folder each.'),
  WORKSPACE: z
    .string()
    .min(1)
    .optional()
    .describe('Folder whose `tone.yaml` says how replies greet and close; else plainly.'),
  ...llmVariables('reply.v1'),
}).superRefine(checkLlm);
