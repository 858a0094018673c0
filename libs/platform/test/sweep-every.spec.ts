import { Logger } from '@nestjs/common';
import { sweepEvery } from '../src/index.ts';

it('runs one sweep at a time, and goes on after one that failed', async () => {
  const log = new Logger('test');
  const warned = jest.spyOn(log, 'warn').mockImplementation(() => undefined);
  let under = 0;
  let most = 0;
  let runs = 0;
  const { promise: fourth, resolve } = Promise.withResolvers<void>();
  const timer = sweepEvery(1, log, async () => {
    most = Math.max(most, ++under);
    await new Promise((done) => setTimeout(done, 5));
    under -= 1;
    if (++runs === 4) resolve();
    if (runs === 2) throw new Error('the store is away');
  });
  await fourth;
  clearInterval(timer);
  expect(most).toBe(1);
  expect(warned.mock.calls).toEqual([['The sweep is put off: the store is away']]);
});
