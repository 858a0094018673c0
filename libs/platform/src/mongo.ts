import type { DynamicModule } from '@nestjs/common';
import { MongooseModule } from '@nestjs/mongoose';
import type { ServiceDeclaration } from '@throughline/contracts';
import { CONFIG, DECLARATION } from './tokens.ts';

interface MongoSettings {
  MONGODB_URI: string;
  MONGODB_DATABASE?: string | undefined;
}

/** The service's own database. Writes are acknowledged by the majority; indexes are made at boot. */
export const mongo = (): DynamicModule =>
  MongooseModule.forRootAsync({
    inject: [CONFIG, DECLARATION],
    useFactory: (config: MongoSettings, service: ServiceDeclaration) => ({
      uri: config.MONGODB_URI,
      dbName: config.MONGODB_DATABASE ?? `throughline-${service.name}`,
      writeConcern: { w: 'majority' },
      serverSelectionTimeoutMS: 5_000,
      // A half-open connection must end in an error, not in a handler that waits for ever.
      socketTimeoutMS: 30_000,
    }),
  });
