import { setTimeout as delay } from 'node:timers/promises';
import type { Handling } from '../src/handling.ts';
import { type Item, Partition } from '../src/partition.ts';
import { toRecord } from '../src/record.ts';
import { Scheduler, type SchedulerLimits, type Work } from '../src/scheduler.ts';

const limits: SchedulerLimits = { maxInFlight: 4, deadlineMs: 60_000, graceMs: 10 };

/** A scheduler over one partition; each handler ends when the test says so. */
function given(over: Partial<SchedulerLimits> = {}, failed: Work['failed'] = () => ({ outputs: [] })) {
  const partition = new Partition('t', 0, { offset: 0, metadata: '' });
  const begun: string[] = [];
  const handlings: Handling[] = [];
  const ends = new Map<string, PromiseWithResolvers<readonly []>>();
  const overran: string[] = [];
  const work: Work = {
    handle: (record, handling) => {
      const name = String(record.value);
      begun.push(name);
      handlings.push(handling);
      const end = Promise.withResolvers<readonly []>();
      ends.set(name, end);
      return end.promise;
    },
    failed,
    overran: (record) => overran.push(String(record.value)),
  };
  const handled: Partition[] = [];
  const scheduler = new Scheduler(work, { ...limits, ...over }, (p) => handled.push(p));
  let offset = 0;
  const add = (key: string, name: string, to = partition): Item => {
    const message = { key: null, value: Buffer.from(name), timestamp: '0', attributes: 0, offset: '0', headers: {} };
    const item = to.add(offset++, 1, () => toRecord(message, 't', 0)) as Item;
    scheduler.add(item, key);
    scheduler.pump();
    return item;
  };
  const settled = () => new Promise(setImmediate);
  const done = async (name: string) => {
    ends.get(name)?.resolve([]);
    await settled();
  };
  const fail = async (name: string, error: Error = new Error('x')) => {
    ends.get(name)?.reject(error);
    await settled();
  };
  const until = async (condition: () => boolean) => {
    while (!condition()) await delay(1);
  };
  return { scheduler, partition, add, begun, handlings, handled, done, fail, overran, until };
}

it('handles one key in order, keys side by side', async () => {
  const { add, begun, done } = given();
  add('a', 'a1');
  add('a', 'a2');
  add('b', 'b1');
  expect(begun).toEqual(['a1', 'b1']);
  await done('a1');
  expect(begun).toEqual(['a1', 'b1', 'a2']);
});

it('begins no more than its limit, and the longest waiting first', async () => {
  const { add, begun, done } = given({ maxInFlight: 2 });
  for (const key of ['a', 'b', 'c', 'd']) add(key, key);
  expect(begun).toEqual(['a', 'b']);
  await done('b');
  expect(begun).toEqual(['a', 'b', 'c']);
});

it('lets a record that waits for another try hold back its key alone, and takes no place for it', async () => {
  const { add, begun, fail, done, until } = given({ maxInFlight: 1 }, () => ({ retryInMs: 30 }));
  add('a', 'a1');
  add('a', 'a2');
  add('b', 'b1');
  await fail('a1');
  expect(begun).toEqual(['a1', 'b1']);
  await done('b1');
  await until(() => begun.length === 3);
  expect(begun[2]).toBe('a1');
  await done('a1');
  expect(begun[3]).toBe('a2');
});

it('counts tries and hands them to the judgement', async () => {
  const tries: number[] = [];
  const { add, fail, begun, until, handled } = given({}, (_record, _error, n) => {
    tries.push(n);
    return n < 3 ? { retryInMs: 0 } : { outputs: [] };
  });
  const item = add('a', 'a1');
  for (let n = 1; n <= 3; n++) {
    await until(() => begun.length === n);
    await fail('a1');
  }
  expect(tries).toEqual([1, 2, 3]);
  expect(item.state).toBe('handled');
  expect(handled).toHaveLength(1);
});

it('burns no tries while a dependency is down, and goes on when it is back', async () => {
  const tries: number[] = [];
  const breaker = { initialMs: 5, maxMs: 5 };
  const { add, fail, done, begun, until } = given({ breaker, maxInFlight: 2 }, (_r, _e, n) => {
    tries.push(n);
    return { retryInMs: 0 };
  });
  const down = Object.assign(new Error('refused'), { code: 'ECONNREFUSED' });
  for (const key of ['a', 'b', 'c']) add(key, key);
  await fail('a', down);
  await fail('b', down);
  expect(begun).toHaveLength(2); // c is not begun: the breaker is open
  for (let n = 3; n < 9; n++) {
    await until(() => begun.length === n);
    await fail(begun[n - 1] as string, down);
  }
  expect(Math.max(...tries)).toBe(1); // the one that opened it has burned one, however often it was the probe
  await until(() => begun.length === 9);
  await done(begun[8] as string);
  await until(() => begun.length >= 11);
});

it('calls a handler off at its deadline and leaves it behind when it goes on', async () => {
  const { add, handlings, overran, until, partition } = given({ deadlineMs: 20 });
  const item = add('a', 'a1');
  const { signal } = handlings[0] as Handling;
  await until(() => signal.aborted);
  expect((signal.reason as Error).message).toMatch(/not done after 20 ms/);
  await until(() => item.state === 'handled');
  expect(overran).toEqual(['a1']);
  expect(partition.step()?.mark.offset).toBe(1);
});

it('calls off what it has of a lost partition, and lets its key wait for the old handler when it comes back', async () => {
  const { scheduler, partition, add, handlings, begun, done } = given();
  add('a', 'a1');
  add('a', 'a2');
  scheduler.forget(partition);
  expect(handlings[0]?.signal.aborted).toBe(true);
  const again = new Partition('t', 0, { offset: 0, metadata: '' });
  scheduler.adopt(partition, again);
  add('a', 'again', again);
  expect(begun).toEqual(['a1']);
  await done('a1');
  expect(begun).toEqual(['a1', 'again']);
});

it('drains: what is begun ends, nothing else begins', async () => {
  const { scheduler, add, begun, done } = given({ maxInFlight: 1 });
  add('a', 'a1');
  add('b', 'b1');
  const drained = scheduler.drain(60_000);
  await done('a1');
  await drained;
  expect(begun).toEqual(['a1']);
});
