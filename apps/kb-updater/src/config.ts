import { MongoConfig } from '@throughline/platform';

/** The kb-updater's environment. */
export const Config = MongoConfig;
