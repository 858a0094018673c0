import { type DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, registerAs } from '@nestjs/config';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import type { ServiceDeclaration } from '@throughline/contracts';
import { MessagingModule } from '@throughline/messaging';
import type { z } from 'zod';
import { BearerGuard } from './auth.ts';
import { type BaseConfig, type ConfigOf, readConfig } from './config.ts';
import { ErrorFilter } from './error-filter.ts';
import { HealthController } from './health.controller.ts';
import { logging } from './logging.ts';
import { READINESS } from './readiness.ts';
import { Telemetry } from './telemetry.ts';
import { TicketContext } from './ticket-context.ts';
import { CONFIG, CONFIG_SCHEMA, DECLARATION } from './tokens.ts';

/** Everything that each service has: configuration, logs, probes, tokens, messaging. */
@Module({})
export class PlatformModule {
  /** `schema` extends BaseConfig; a wrong environment stops the boot with a list of what to set. */
  static forService(declaration: ServiceDeclaration, schema: z.ZodType): DynamicModule {
    // Read when the service boots, not when its module is imported: documents are made from modules, too.
    const settings = registerAs('service', () => readConfig(schema, process.env) as Record<string, unknown>);
    return {
      module: PlatformModule,
      global: true,
      imports: [
        ConfigModule.forRoot({ isGlobal: true, ignoreEnvFile: true, load: [settings] }),
        logging(),
        MessagingModule.forRootAsync({
          inject: [CONFIG],
          useFactory: (c: ConfigOf<typeof BaseConfig>) => ({
            declaration,
            brokers: c.KAFKA_BROKERS,
            instance: c.INSTANCE,
          }),
        }),
      ],
      controllers: [HealthController],
      providers: [
        { provide: DECLARATION, useValue: declaration },
        { provide: CONFIG_SCHEMA, useValue: schema },
        { provide: CONFIG, useExisting: settings.KEY },
        Telemetry,
        { provide: READINESS, useValue: new Set() },
        { provide: APP_GUARD, useClass: BearerGuard },
        { provide: APP_INTERCEPTOR, useClass: TicketContext },
        { provide: APP_FILTER, useClass: ErrorFilter },
      ],
      exports: [CONFIG, DECLARATION, READINESS],
    };
  }
}
