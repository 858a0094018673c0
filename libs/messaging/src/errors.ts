import { HttpException } from '@nestjs/common';
import { RpcException } from '@nestjs/microservices';

/** Every failure that this library names, so that it can be searched for. */
export type MessagingErrorCode =
  | 'BOOT' // a declaration, handler or topic is wrong: the service must not start
  | 'NOT_AN_EVENT' // the record is no CloudEvent, or not the one that the topic's contract says
  | 'INVALID_DATA' // the data does not fit the contract's schema
  | 'UNDECLARED_EMIT' // a handler returned an event that it does not declare
  | 'INVALID_EMIT' // a handler returned an event whose data does not fit its contract
  | 'REJECTED' // the rule itself says that this can never work
  | 'UNAVAILABLE' // a dependency is away; trying again may help
  | 'DEADLINE'; // the handler took longer than it may

/** Can never work: the record goes to the dead letters at once, and its ticket to a person. */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  constructor(
    message: string,
    readonly code: MessagingErrorCode = 'REJECTED',
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** May work later: tried again with backoff and jitter, a bounded number of times. */
export class RetryableError extends Error {
  override readonly name: string = 'RetryableError';
  readonly code: MessagingErrorCode = 'UNAVAILABLE';
  /** `retryAfterMs`: what the dependency asked for, e.g. by a Retry-After header; in milliseconds. */
  constructor(
    message: string,
    readonly retryAfterMs?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * A dependency is away, whatever the record: handling pauses until one record succeeds, and no tries are burned meanwhile.
 * Refused and broken connections, and MongoDB's own words for them, count as such by themselves: see {@link isOutage}.
 */
export class OutageError extends RetryableError {
  override readonly name = 'OutageError';
}

/** The handler took longer than it may. Tried again like any failure that may pass. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
  readonly code: MessagingErrorCode = 'DEADLINE';
  constructor(deadlineMs: number) {
    super(`The handler was not done after ${deadlineMs} ms.`);
  }
}

/** The service is put together wrongly; thrown before anything is consumed. Lists every mistake with its fix. */
export class BootError extends Error {
  override readonly name = 'BootError';
  readonly code: MessagingErrorCode = 'BOOT';
  constructor(service: string, problems: readonly string[]) {
    super(`${service} can't start:\n${problems.map((p) => `  - ${p}`).join('\n')}`);
  }
}

const bugs = [TypeError, RangeError, ReferenceError, SyntaxError];

/** A plain bug. `fetch` says by a TypeError, too, that a connection failed: that one names its cause. */
const isBug = (error: unknown): boolean =>
  bugs.some((bug) => error instanceof bug) && (error as Error).cause === undefined;

/** 4xx that say 'not now': a timeout, a conflict with somebody else's change, a lock, too early, too many. */
const notNow = [408, 409, 423, 425, 429];
/** 4xx of a dependency that say nothing of the record: our credentials or rights are wrong, until somebody puts them right. */
const notOurs = [401, 403, 407];

/**
 * Whether an error's HTTP status says 'never'. Nest's own exceptions come from guards, pipes and handlers of this
 * process and are about the record; others with a `status` or `statusCode` come from clients and are about a request.
 */
function refused(error: unknown): boolean {
  if (error instanceof RpcException) return true; // what Nest makes of a guard's `false`
  const fromNest = error instanceof HttpException;
  const { status, statusCode } = (error ?? {}) as { status?: unknown; statusCode?: unknown };
  const code = fromNest ? error.getStatus() : (status ?? statusCode);
  if (typeof code !== 'number' || code < 400 || code > 499) return false;
  return !notNow.includes(code) && (fromNest || !notOurs.includes(code));
}

/**
 * Whether trying again may help. A {@link TerminalError}, a plain bug (TypeError and the like) and a refusal (a guard's
 * or a pipe's, an HTTP status of 4xx that does not say 'later') never get better; all else, e.g. a database that is away, may.
 */
export const isRetryable = (error: unknown): boolean =>
  !(error instanceof TerminalError) && !isBug(error) && !refused(error);

/** Node's codes of a peer that can't be reached, and MongoDB's names for the same. */
const outageCodes =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|UND_ERR_CONNECT_TIMEOUT|UND_ERR_SOCKET)$/;
const outageNames =
  /^(Mongo(Network|NetworkTimeout|ServerSelection|PoolCleared|NotConnected)|MongooseServerSelection)Error$/;

/**
 * Whether a failure itself says that a dependency is away: nothing else that needs it would fare better. Causes count; a
 * {@link TerminalError} is none, whatever caused it.
 */
export const isOutage = (error: unknown): boolean =>
  Error.isError(error) &&
  !(error instanceof TerminalError) &&
  (error instanceof OutageError ||
    outageCodes.test(String((error as { code?: unknown }).code)) ||
    outageNames.test(error.name) ||
    isOutage(error.cause));
