import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KafkaOptions } from '@throughline/messaging';

/** What the set-up tells the test files. */
export interface Shared {
  urls: Record<string, string>;
  pids: Record<string, number>;
  tokens: Record<string, string>;
  kafka: KafkaOptions;
  mongodbUri: string;
  databasePrefix: string;
  logs: string;
}

/** One a Jest run: the workers are children of the process that set up. */
export const sharedFile = join(tmpdir(), `throughline-e2e-${process.env['THROUGHLINE_E2E_RUN'] ?? 'run'}.json`);
