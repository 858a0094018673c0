import { MongoConfig } from '@throughline/platform';
import { z } from 'zod';

const milliseconds = (min: number) => z.coerce.number().int().min(min);

/** The environment of webhooks. */
export const Config = MongoConfig.extend({
  WEBHOOKS_FILE: z
    .string()
    .min(1)
    .optional()
    .describe('The file that names the endpoints (see [webhooks](../../webhooks.md)). Left out, nothing is posted.'),
  WEBHOOKS_TIMEOUT_MS: milliseconds(100)
    .default(15_000)
    .describe(
      'How long one post may take in all, in milliseconds. Four times as long it is not posted by anybody else.',
    ),
  WEBHOOKS_RETRY_MS: milliseconds(1)
    .default(5_000)
    .describe('The most that is waited after the first failed post, in milliseconds; it doubles, up to two hours.'),
  WEBHOOKS_RETRY_FOR_MS: milliseconds(1_000)
    .default(86_400_000)
    .describe('How long a delivery is tried before it is dead, in milliseconds: a day.'),
  WEBHOOKS_POLL_MS: milliseconds(20)
    .default(1_000)
    .describe('How often what is due is looked for, in milliseconds; what is new is begun at once.'),
});
