import type { DynamicModule } from '@nestjs/common';
import type { ServiceDeclaration } from '@throughline/contracts';
import { LoggerModule } from 'nestjs-pino';
import { currentTicket } from './ticket-context.ts';
import { CONFIG, DECLARATION } from './tokens.ts';

/** JSON lines on stdout with service, ticket and trace ids. Bodies and tokens are never logged. */
export const logging = (): DynamicModule =>
  LoggerModule.forRootAsync({
    inject: [CONFIG, DECLARATION],
    useFactory: (config: { LOG_LEVEL: string }, service: ServiceDeclaration) => ({
      pinoHttp: {
        level: config.LOG_LEVEL,
        base: { service: service.name },
        autoLogging: false,
        redact: ['req.headers.authorization', 'req.headers.cookie'],
        // Trace and span ids are put in by the OpenTelemetry instrumentation of pino.
        mixin: () => {
          const ticketId = currentTicket();
          return ticketId ? { ticketId } : {};
        },
      },
    }),
  });
