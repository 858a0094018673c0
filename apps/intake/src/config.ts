import { MongoConfig } from '@throughline/platform';
import { z } from 'zod';

/** Intake's environment. */
export const Config = MongoConfig.extend({
  REVIEW_TOOLS: z
    .string()
    .default('')
    .transform((names) => new Set(names.split(',').flatMap((name) => name.trim() || [])))
    .describe(
      'Callers (names of `API_TOKENS`, comma between) that may publish `review.decided` over HTTP; every caller may send in messages.',
    ),
  WRITES_PER_MINUTE: z.coerce
    .number()
    .int()
    .min(0)
    // Each counted request is held for a minute, and a refusal looks through all of them.
    .max(60_000)
    .default(6000)
    .describe(
      'How many requests a minute one caller may make to `POST /v1/tickets` and `POST /v1/events`, both counted together, by each instance for itself, 60,000 at most; 0: as many as it likes.',
    ),
});
