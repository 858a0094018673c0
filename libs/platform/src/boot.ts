import type { AddressInfo } from 'node:net';
import { Logger as NestLogger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { defaultPorts, type ServiceDeclaration } from '@throughline/contracts';
import { BootError, KafkaStrategy } from '@throughline/messaging';
import { Logger } from 'nestjs-pino';
import type { BaseConfig, ConfigOf } from './config.ts';
import { CONFIG, DECLARATION } from './tokens.ts';

/** Bytes of a request body that are taken; more is a 413. */
export const bodyLimit = 256 * 1024;

/** Starts a service: HTTP with probes first, then events. Drains on SIGTERM and SIGINT; one that can't start is closed. */
export async function startService(module: Type): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter({ bodyLimit }), {
    bufferLogs: true,
    abortOnError: false,
  });
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  try {
    await listen(app);
  } catch (error) {
    // Half a service holds its port and connections, and whoever starts it waits for them.
    await app.close().catch(() => undefined);
    throw error;
  }
  return app;
}

async function listen(app: NestFastifyApplication): Promise<void> {
  const config = app.get<ConfigOf<typeof BaseConfig>>(CONFIG);
  const { name } = app.get<ServiceDeclaration>(DECLARATION);
  app.connectMicroservice({ strategy: app.get(KafkaStrategy) }, { inheritAppConfig: true });
  const port = config.PORT ?? defaultPorts[name as keyof typeof defaultPorts] ?? 0;
  await app.listen(port, config.HOST).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EADDRINUSE') throw error;
    throw new BootError(name, [`${config.HOST}:${port} is taken: set PORT to another.`]);
  });
  await app.startAllMicroservices();
  const { port: actual } = app.getHttpServer().address() as AddressInfo;
  new NestLogger(name).log(`${name} is up on ${config.HOST}:${actual}`);
}

/** What `main.ts` calls: starts the service, or says on stderr why it can't and exits with 1. */
export function boot(module: Type): void {
  startService(module).catch((error: unknown) => {
    // What is wrong around it says so in its message; a mistake in the code needs the stack.
    const isBug = error instanceof TypeError || error instanceof ReferenceError;
    const message = isBug ? error.stack : error instanceof Error ? error.message : String(error);
    process.stderr.write(`${message}\n`, () => process.exit(1));
  });
}
