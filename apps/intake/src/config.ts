import { MongoConfig } from '@throughline/platform';

/** Intake's environment. */
export const Config = MongoConfig;
