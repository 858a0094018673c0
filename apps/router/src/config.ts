import { BaseConfig } from '@throughline/platform';
import { z } from 'zod';

/** The router's environment. */
export const Config = BaseConfig.extend({
  POLICY_WAIT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(5_000)
    .describe(
      'How long a ticket waits for the policy version it began with, before the gate fails closed; milliseconds.',
    ),
  ARTICLE_WAIT_MS: z.coerce
    .number()
    .int()
    .min(0)
    .default(2_000)
    .describe(
      'How long a reply waits for an article revision that it cites and that is not known yet, before a person has to look; milliseconds.',
    ),
});
