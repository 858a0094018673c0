import { setTimeout as delay } from 'node:timers/promises';
import { Batcher } from '../src/batcher.ts';
import { OutageError, RetryableError } from '../src/errors.ts';
import { Handling } from '../src/handling.ts';
import { HandledRecord } from '../src/record.ts';

const record = (name: string): HandledRecord =>
  new HandledRecord(
    { place: { topic: 't', partition: 0, offset: name }, key: null, value: null, headers: {}, timestamp: '' },
    new Handling(1),
  );

/** A batcher whose calls fail where `fails` says so; each call's records by name. */
function given(fails: (names: readonly string[]) => Error | undefined = () => undefined) {
  const calls: string[] = [];
  let atWork = 0;
  let most = 0;
  const batcher = new Batcher(async (records) => {
    most = Math.max(most, ++atWork);
    const names = records.map((r) => r.place.offset);
    calls.push(names.join(' '));
    await delay(1);
    atWork--;
    const error = fails(names);
    if (error) throw error;
  }, 60_000);
  const add = (...names: string[]) => Promise.allSettled(names.map((name) => batcher.add(record(name))));
  return { calls, add, most: () => most };
}

const outcomes = (results: PromiseSettledResult<void>[]): string[] =>
  results.map((r) => (r.status === 'fulfilled' ? 'ok' : (r.reason as Error).message));

it('hands on together what is begun side by side, one call at a time', async () => {
  const { calls, add, most } = given();
  const first = add('a', 'b');
  await new Promise(setImmediate);
  const second = add('c', 'd', 'e'); // while the first call is under way
  expect(outcomes([...(await first), ...(await second)])).toEqual(['ok', 'ok', 'ok', 'ok', 'ok']);
  expect(calls).toEqual(['a b', 'c d e']);
  expect(most()).toBe(1);
  await add('f');
  expect(calls.at(-1)).toBe('f');
});

it('finds the bad one when a call fails, and lets the others through', async () => {
  const { calls, add } = given((names) => (names.includes('b') ? new RetryableError('b is bad') : undefined));
  expect(outcomes(await add('a', 'b', 'c'))).toEqual(['ok', 'b is bad', 'ok']);
  expect(calls).toEqual(['a b c', 'a', 'b', 'c']);
});

it('fails all at once where what they need is away', async () => {
  const { calls, add } = given(() => new OutageError('the store is away'));
  expect(outcomes(await add('a', 'b'))).toEqual(['the store is away', 'the store is away']);
  expect(calls).toEqual(['a b']);
});

it('leaves a call behind that hangs, and goes on with the next', async () => {
  const calls: string[] = [];
  const batcher = new Batcher((records) => {
    calls.push(records.map((r) => r.place.offset).join(' '));
    return calls.length === 1 ? new Promise(() => undefined) : Promise.resolve();
  }, 20);
  const hung = Promise.allSettled([batcher.add(record('a')), batcher.add(record('b'))]);
  await new Promise(setImmediate);
  await batcher.add(record('c'));
  expect(outcomes(await hung)).toEqual(Array(2).fill('The handler was not done after 20 ms.'));
  expect(calls).toEqual(['a b', 'c']);
});
