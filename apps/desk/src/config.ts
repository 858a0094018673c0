import { MongoConfig } from '@throughline/platform';
import { z } from 'zod';

/** The desk's environment. */
export const Config = MongoConfig.extend({
  LEASE_MINUTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(1440)
    .default(30)
    .describe("How long a claim lasts where the person doesn't say."),
  LEASE_SWEEP_MS: z.coerce
    .number()
    .int()
    .min(100)
    .default(3_000)
    .describe('How often claims are looked through for those that ran out, in milliseconds.'),
});
