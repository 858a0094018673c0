import { type ExecutionContext, HttpException, HttpStatus, Injectable } from '@nestjs/common';
import { ThrottlerGuard, ThrottlerModule, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { CONFIG, type ConfigOf } from '@throughline/platform';
import type { Config } from './config.ts';

/** What {@link WriteLimit} counts by. It counts in this instance's memory: three instances take three times as much. */
export const writeLimits = ThrottlerModule.forRootAsync({
  inject: [CONFIG],
  useFactory: ({ WRITES_PER_MINUTE: limit }: ConfigOf<typeof Config>) => [
    // No time of punishment: a caller goes on as soon as its oldest request is a minute old.
    { ttl: 60_000, limit, blockDuration: 0, skipIf: () => limit === 0 },
  ],
});

/** Requests of one caller beyond `WRITES_PER_MINUTE` get 429 and Retry-After, whichever of the guarded routes they go to. */
@Injectable()
export class WriteLimit extends ThrottlerGuard {
  protected override getTracker({ caller }: { caller?: string }): Promise<string> {
    return Promise.resolve(caller ?? '');
  }

  protected override generateKey(_: ExecutionContext, caller: string): string {
    return caller;
  }

  protected override throwThrottlingException(
    _: ExecutionContext,
    { tracker, limit, timeToBlockExpire }: ThrottlerLimitDetail,
  ): Promise<void> {
    const message = `${tracker} may write ${limit} times a minute here. Try again in ${timeToBlockExpire} s, or send several events in one batch.`;
    const status = HttpStatus.TOO_MANY_REQUESTS;
    throw new HttpException({ statusCode: status, error: 'Too Many Requests', message }, status);
  }
}
