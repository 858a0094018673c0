import { MongoConfig } from '@throughline/platform';
import { z } from 'zod';

/** The supervisor's environment. */
export const Config = MongoConfig.extend({
  SWEEP_MS: z.coerce
    .number()
    .int()
    .min(100)
    .default(2_000)
    .describe('How often open turns are held against the plan, in milliseconds.'),
  PLAN_SCALE: z.coerce
    .number()
    .positive()
    .default(1)
    .describe('Multiplies every time limit of the plan: below 1 for tests, above it for slow models.'),
});
