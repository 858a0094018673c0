// An entry of its own: mongoose takes 11 MB of heap, and triage, drafter and router have no database.
import { type DynamicModule, Module, type OnModuleInit } from '@nestjs/common';
import { InjectConnection, MongooseModule } from '@nestjs/mongoose';
import type { ServiceDeclaration } from '@throughline/contracts';
import type { Connection } from 'mongoose';
import { endWritesWithTheirConnection } from './mongodb-driver.ts';
import { CONFIG, DECLARATION } from './tokens.ts';

interface MongoSettings {
  MONGODB_URI: string;
  MONGODB_DATABASE?: string | undefined;
}

/**
 * Resolves when the connection is there and the indexes of its models are made: until then nothing is unique, and the
 * embedded store fails a query that meets the making of an index.
 * @throws the driver's error for an index that can't be made
 */
export async function indexed(connection: Connection): Promise<Connection> {
  await connection.asPromise();
  await Promise.all(Object.values(connection.models).map((model) => model.init()));
  return connection;
}

/** A service takes no event and no request before its indexes are made. */
@Module({})
class Indexes implements OnModuleInit {
  constructor(@InjectConnection() private readonly connection: Connection) {}

  async onModuleInit(): Promise<void> {
    await indexed(this.connection);
  }
}

/** The service's own database. Writes are acknowledged by the majority; indexes are made at boot. */
export function mongo(): DynamicModule {
  endWritesWithTheirConnection();
  const connection = MongooseModule.forRootAsync({
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
  return { module: Indexes, imports: [connection] };
}
