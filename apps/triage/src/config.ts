import { BaseConfig } from '@throughline/platform';
import { z } from 'zod';

/** Triage's environment. */
export const Config = BaseConfig.extend({
  /** The workspace folder whose taxonomy the classifier learns. */
  WORKSPACE: z.string().min(1, 'set it to the workspace folder'),
  /** Where the embedding model lies, as set-up fetched it. */
  MODEL_DIR: z.string().min(1, 'set it to the folder with model.onnx and tokenizer.json'),
});
