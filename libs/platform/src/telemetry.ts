import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';

/** Sends what telemetry is left when the service has drained; the preload (`otel.ts`) left the SDK to be found. */
@Injectable()
export class Telemetry implements OnApplicationShutdown {
  async onApplicationShutdown(): Promise<void> {
    const sdk = (globalThis as Record<symbol, unknown>)[Symbol.for('throughline:telemetry')];
    try {
      await (sdk as { shutdown(): Promise<void> } | undefined)?.shutdown();
    } catch (error) {
      new Logger('telemetry').warn(`The last spans could not be sent: ${(error as Error).message}`);
    }
  }
}
