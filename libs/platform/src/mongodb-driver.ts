// What this library mends inside the MongoDB driver (seen in 7.8.0, and still so in 7.9.0).
import { createRequire } from 'node:module';

// The very copy that mongoose uses.
const load = createRequire(createRequire(import.meta.url).resolve('mongoose'));

interface Connection {
  readonly error: Error | null;
  once(event: 'close', listener: () => void): void;
  off(event: 'close', listener: () => void): void;
}
type Write = (this: Connection, ...args: unknown[]) => Promise<void>;

let mended = false;

/**
 * Lets a command fail whose connection ends while it is written. The driver waits for the socket to drain, or to fail;
 * one that was destroyed a moment before, as when the server goes down, does neither. Were it the driver's monitor that
 * waits, the service would find no server again until it is started anew.
 *
 * @throws Error where the driver's inside is another than the one that was looked at
 */
export function endWritesWithTheirConnection(): void {
  if (mended) return;
  const { prototype } = (
    load('mongodb/lib/cmap/connection.js') as { Connection: { prototype: { writeCommand: Write } } }
  ).Connection;
  const { writeCommand } = prototype;
  if (typeof writeCommand !== 'function') {
    throw new Error(
      'This MongoDB driver has no Connection.writeCommand: look whether mongodb-driver.ts is still needed.',
    );
  }
  prototype.writeCommand = async function (...args): Promise<void> {
    const { promise: closed, reject } = Promise.withResolvers<never>();
    const onClose = (): void => reject(this.error);
    this.once('close', onClose);
    try {
      await Promise.race([writeCommand.apply(this, args), closed]);
    } finally {
      this.off('close', onClose);
    }
  };
  mended = true;
}
