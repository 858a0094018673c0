import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { BadRequestException, ForbiddenException, HttpException, UnauthorizedException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';
import { isOutage, isRetryable, OutageError, RetryableError, TerminalError } from '@throughline/messaging';
import { backoffMs, isSpent } from '../src/retry.ts';

const policy = { attempts: 4, initialMs: 1, maxMs: 4, forMs: 60_000 };

it('decides by class what may work later', () => {
  expect([new RetryableError('away'), new Error('socket closed')].map(isRetryable)).toEqual([true, true]);
  expect([new TerminalError('no'), new TypeError('x is undefined')].map(isRetryable)).toEqual([false, false]);
});

it('takes what fetch says of a broken connection for an outage, though it says it by a TypeError', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const error: unknown = await fetch(`http://127.0.0.1:${port}`).catch((e: unknown) => e);
  const here = new TypeError((error as Error).message, { cause: (error as Error).cause });
  expect([isRetryable(here), isOutage(here)]).toEqual([true, true]);
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

it('gives up after so many tries or so long, whatever comes first', () => {
  expect([isSpent(policy, 3, 0), isSpent(policy, 4, 0), isSpent(policy, 1, 60_000)]).toEqual([false, true, true]);
});

it('sees in a failure, or in what caused it, that a dependency is away', () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  const wrapped = new RetryableError('the model is away', undefined, { cause: refused });
  const mongo = Object.assign(new Error('no server'), { name: 'MongoServerSelectionError' });
  expect([refused, wrapped, mongo, new OutageError('down')].map(isOutage)).toEqual([true, true, true, true]);
  expect([new RetryableError('busy'), new Error('x'), 'ECONNREFUSED'].map(isOutage)).toEqual([false, false, false]);
});
