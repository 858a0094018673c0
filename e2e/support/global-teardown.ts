import { rmSync } from 'node:fs';
import { endServices, type Running } from 'throughline/services';
import { sharedFile } from './shared.ts';

/** Ends what the set-up started. */
export default async function globalTeardown(): Promise<void> {
  const { throughlineRunning } = globalThis as unknown as { throughlineRunning?: Running };
  if (throughlineRunning) await endServices(throughlineRunning);
  rmSync(sharedFile, { force: true });
}
