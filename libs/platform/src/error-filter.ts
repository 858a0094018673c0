import { type ArgumentsHost, Catch } from '@nestjs/common';
import { BaseExceptionFilter } from '@nestjs/core';
import { KeepErrors } from '@throughline/messaging';

/** HTTP errors as Nest answers them; errors of event handlers with their class kept, which decides about retries. */
@Catch()
export class ErrorFilter extends BaseExceptionFilter {
  private readonly keep = new KeepErrors();

  override catch(error: unknown, host: ArgumentsHost): unknown {
    return host.getType() === 'rpc' ? this.keep.catch(error, host) : super.catch(error, host);
  }
}
