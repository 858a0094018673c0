import { MongoConfig } from '@throughline/platform';
import { z } from 'zod';

const milliseconds = (min: number) => z.coerce.number().int().min(min);

/** The environment of webhooks. */
export const Config = MongoConfig.extend({
  /** The file that names the endpoints (see docs/webhooks.md). Left out, nothing is posted. */
  WEBHOOKS_FILE: z.string().min(1).optional(),
  /** How long one post may take in all. */
  WEBHOOKS_TIMEOUT_MS: milliseconds(100).default(15_000),
  /** The first wait after a failed post; it doubles from then on. */
  WEBHOOKS_RETRY_MS: milliseconds(1).default(5_000),
  /** How long a delivery is tried before it is dead: a day. */
  WEBHOOKS_RETRY_FOR_MS: milliseconds(1_000).default(86_400_000),
  /** How often what is due is looked for; what is new is begun at once. */
  WEBHOOKS_POLL_MS: milliseconds(20).default(1_000),
});
