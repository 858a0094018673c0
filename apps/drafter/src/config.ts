import { checkLlm, llmVariables } from '@throughline/llm';
import { BaseConfig } from '@throughline/platform';
import { z } from 'zod';

/** The drafter's environment. */
export const Config = BaseConfig.extend({
  MODEL_DIR: z
    .string()
    .min(1, 'set it to the folder with model.onnx and tokenizer.json')
    .describe('Where the embedding model lies, as set-up fetched it.'),
  WORKSPACE: z
    .string()
    .min(1)
    .optional()
    .describe('Folder whose `tone.yaml` says how replies greet and close; else plainly.'),
  ...llmVariables('reply.v1'),
}).superRefine(checkLlm);
