import { setTimeout as delay } from 'node:timers/promises';
import type { Fleet } from './fleet.ts';
import type { Health } from './health.ts';
import type { Store } from './store.ts';
import type { Ticket } from './tickets.ts';

/** How long after a fault all may take to be well again, in milliseconds. */
const patience = 180_000;

/** Where one looks to see whether all is well. */
export interface Eyes {
  readonly fleet: Fleet;
  readonly health: Health;
  readonly store: Store;
}

/** How a recovery went: the seconds it took, and what was still not right when patience was over. */
export interface Recovery {
  readonly seconds: number;
  readonly stillWrong: readonly string[];
  /** Tickets that had not come to their end by then; nobody waits for them again. */
  readonly stuck: readonly Ticket[];
}

/**
 * Resolves when all is well: every instance ready and in its group, every replica in sync, and each of these tickets at
 * its end. Or when patience is over.
 */
export async function recovery(eyes: Eyes, tickets: readonly Ticket[], signal: AbortSignal): Promise<Recovery> {
  const began = Date.now();
  let waiting = [...tickets];
  for (;;) {
    /* oxlint-disable no-await-in-loop -- polling */
    const done = new Set(await orElse(eyes.store.settled(waiting), []));
    waiting = waiting.filter((t) => !done.has(t));
    const wrong = waiting.length > 0 ? [] : await notWell(eyes);
    const late = Date.now() - began > patience;
    if (late || (waiting.length === 0 && wrong.length === 0)) {
      const seconds = (Date.now() - began) / 1000;
      return { seconds, stillWrong: late ? await notWell(eyes) : [], stuck: waiting };
    }
    await delay(200, undefined, { signal });
    /* oxlint-enable no-await-in-loop */
  }
}

async function notWell({ fleet, health }: Eyes): Promise<string[]> {
  const behind = await orElse(health.outOfSync(), -1);
  const brokers = behind === 0 ? [] : [behind < 0 ? 'the brokers give no answer' : `${behind} partitions out of sync`];
  const groups = await orElse(health.unsettledGroups(fleet.instances), ['the groups give no answer']);
  return [...brokers, ...groups, ...(await fleet.notReady())];
}

/** What was asked while something is away is asked again. */
const orElse = <T>(asked: Promise<T>, other: T): Promise<T> => asked.catch(() => other);

/** A group whose lag stays the same for so long has nothing to handle: what is left are records of aborted transactions. */
const quiet = 30_000;

/**
 * Resolves when everything has come to rest: nothing was written in a while in which no group had anything left to
 * handle, so nothing can be written any more. Gives what is still going on when patience is over.
 */
export async function atRest({ health }: Eyes, signal: AbortSignal): Promise<string[]> {
  let [before, changed] = ['', Date.now()];
  for (const deadline = Date.now() + patience; Date.now() < deadline;) {
    /* oxlint-disable no-await-in-loop -- polling */
    try {
      const lag = JSON.stringify(await health.lag());
      const now = `lag ${lag}, ${await health.written()} written`;
      if (now !== before) [before, changed] = [now, Date.now()];
      else if (lag === '{}' || Date.now() - changed > quiet) return [];
    } catch (error) {
      before = (error as Error).message;
    }
    await delay(2_000, undefined, { signal });
    /* oxlint-enable no-await-in-loop */
  }
  return [`not at rest after ${patience / 1000} s: ${before}`];
}
