import { MongoConfig } from '@throughline/platform';
import { z } from 'zod';

/** Audit's environment. */
export const Config = MongoConfig.extend({
  CLUSTER: z
    .string()
    .regex(/^[a-z0-9-]+$/i, 'expected letters, digits and -')
    .default('main')
    .describe("Names the Kafka cluster in every event's place, so that trails of several can lie side by side."),
});
