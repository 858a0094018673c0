import type { Logger } from '@nestjs/common';

/**
 * Runs a background task every `everyMs` milliseconds, one run at a time; the process does not wait for it. A run that
 * fails is logged and left to the next one, so a task has to be one that loses nothing by that.
 *
 * @returns the timer, to clear when the service goes down
 */
export function sweepEvery(everyMs: number, log: Logger, sweep: () => Promise<unknown>): NodeJS.Timeout {
  let busy = false;
  const run = async (): Promise<void> => {
    if (busy) return;
    busy = true;
    try {
      await sweep();
    } catch (error) {
      log.warn(`The sweep is put off: ${(error as Error).message}`);
    } finally {
      busy = false;
    }
  };
  return setInterval(() => void run(), everyMs).unref();
}
