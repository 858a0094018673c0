import { MongoConfig } from '@throughline/platform';
import { z } from 'zod';

const count = z.coerce.number().int().min(1);

/** The kb-updater's environment. */
export const Config = MongoConfig.extend({
  MODEL_DIR: z
    .string()
    .min(1, 'set it to the folder that holds bge-small-en-v1.5 and all-minilm-l6-v2')
    .describe('Where the embedding models lie, as set-up fetched them: a folder each.'),
  TRIAL_FOR: count.default(3).describe('So many tickets that an article on trial answered for good confirm it.'),
  TRIAL_AGAINST: count
    .default(2)
    .describe('So many tickets whose customer came back, or whose reviewer wrote something else, retire it.'),
  TRIAL_SILENCE_HOURS: z.coerce
    .number()
    .positive()
    .default(72)
    .describe('A customer who has not come back for so long is taken to have been answered; hours.'),
  TRIAL_SWEEP_MS: count
    .min(100)
    .default(60_000)
    .describe('How often answered tickets are looked through for those, in milliseconds.'),
});
