import { type ArgumentsHost, Catch, type DynamicModule, Module, type RpcExceptionFilter } from '@nestjs/common';
import { throwError, type Observable } from 'rxjs';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.ts';
import { EventPublisher } from './publisher.ts';
import { KafkaStrategy } from './strategy.ts';

/** Nest's default filter turns errors into `{status, message}` and loses their class, which decides about retries here. */
@Catch()
export class KeepErrors implements RpcExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}

/** Provides {@link KafkaStrategy} and {@link EventPublisher} of one service. */
@Module({})
export class MessagingModule {
  /** `useFactory` gives the options; `inject` names its arguments. */
  static forRootAsync(options: {
    inject?: (symbol | string | (new (...args: never[]) => object))[];
    useFactory: (...args: never[]) => MessagingOptions;
  }): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: MESSAGING_OPTIONS, useFactory: options.useFactory, inject: options.inject ?? [] },
        KafkaStrategy,
        EventPublisher,
      ],
      exports: [KafkaStrategy, EventPublisher, MESSAGING_OPTIONS],
    };
  }
}
