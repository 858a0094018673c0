import { BadRequestException, ForbiddenException, HttpException, UnauthorizedException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { isRetryable, RetryableError, TerminalError } from '@throughline/messaging';
import { backoffMs, GaveUp, withRetry } from '../src/retry.ts';

const policy = { attempts: 4, initialMs: 1, maxMs: 4 };
const never = new AbortController().signal;

it('decides by class what may work later', () => {
  expect([new RetryableError('away'), new Error('socket closed')].map(isRetryable)).toEqual([true, true]);
  expect([new TerminalError('no'), new TypeError('x is undefined')].map(isRetryable)).toEqual([false, false]);
});

it('takes a refusal for final, whoever words it, but not one that says later or is about our own rights', () => {
  const final = [
    new ForbiddenException(),
    new UnauthorizedException(),
    new BadRequestException(),
    new RpcException('Forbidden resource'),
    Object.assign(new Error('no such model'), { status: 404 }),
    Object.assign(new Error('too long'), { statusCode: 413 }),
  ];
  expect(final.filter(isRetryable)).toEqual([]);
  const later = [
    ...[408, 409, 425, 429, 500, 503].map((status) => new HttpException('later', status)),
    ...[401, 403, 429, 502].map((statusCode) => Object.assign(new Error('key expired'), { statusCode })),
    Object.assign(new Error('exited'), { status: 1 }),
    'a string',
    undefined,
  ];
  expect(later.filter((error) => !isRetryable(error))).toEqual([]);
});

it('doubles up to its limit, with full jitter, and waits at least as long as it was asked to', () => {
  const most = (n: number, error: unknown = new Error('x')) =>
    backoffMs({ ...policy, initialMs: 100, maxMs: 500 }, n, error, () => 1);
  expect([1, 2, 3, 4, 9].map((n) => most(n))).toEqual([100, 200, 400, 500, 500]);
  expect(backoffMs(policy, 3, new Error('x'), () => 0)).toBe(0);
  expect(most(1, new RetryableError('busy', 30_000))).toBe(30_000);
});

it('tries until it works', async () => {
  let tries = 0;
  const work = async () => (++tries < 3 ? Promise.reject(new Error('not yet')) : tries);
  await expect(withRetry(policy, never, work)).resolves.toBe(3);
});

it('gives up with the last error after as many tries as it has, or at once for good', async () => {
  const away = withRetry(policy, never, () => Promise.reject(new Error('away')));
  await expect(away).rejects.toMatchObject({ attempts: 4, cause: { message: 'away' } });
  const terminal = withRetry(policy, never, () => Promise.reject(new TerminalError('no')));
  await expect(terminal).rejects.toBeInstanceOf(GaveUp);
  await expect(terminal).rejects.toMatchObject({ attempts: 1 });
});

it('stops waiting when the service stops', async () => {
  const stop = new AbortController();
  const waiting = withRetry({ ...policy, initialMs: 60_000, maxMs: 60_000 }, stop.signal, async () => {
    setImmediate(() => stop.abort());
    throw new RetryableError('away', 60_000);
  });
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});
