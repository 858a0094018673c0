// Preloaded by tests of crashes (see testing.ts), never by a service in earnest: ends the process with SIGKILL right after
// its n-th step, n being KILL_AT. A step is a write to the store, or what the Kafka client does for the service. Each is
// told on stderr, so that the test knows where the process died.
import { createRequire } from 'node:module';
import mongoose from 'mongoose';

type Method = (...args: unknown[]) => Promise<unknown>;
type Client = Record<string, (...args: never[]) => unknown>;

const killAt = Number(process.env['KILL_AT'] ?? 0);
let steps = 0;

function step(name: string): Promise<void> | undefined {
  steps++;
  process.stderr.write(`step ${steps} ${name}\n`);
  if (steps !== killAt) return undefined;
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined); // nothing more happens, however late the signal comes
}

function after(target: object, method: string, name: string): void {
  const original = (target as Record<string, Method | undefined>)[method];
  if (!original) throw new Error(`There is no ${method} to watch: the client changed.`);
  Object.assign(target, {
    async [method](this: unknown, ...args: unknown[]): Promise<unknown> {
      const result = await original.apply(this, args);
      await step(name);
      return result;
    },
  });
}

for (const method of ['insertOne', 'updateOne', 'findOneAndUpdate', 'bulkWrite']) {
  after(mongoose.mongo.Collection.prototype, method, `store ${method}`);
}

// Not imported: it is the messaging library's, and this file only watches it.
const { Kafka } = createRequire(import.meta.url)('kafkajs') as { Kafka: { prototype: Client } };
const { producer, consumer } = Kafka.prototype as { producer: Client[string]; consumer: Client[string] };
Object.assign(Kafka.prototype, {
  producer(this: unknown, options: { transactionalId?: string }) {
    const made = producer.call(this, options as never) as Client;
    if (options.transactionalId === undefined) after(made, 'sendBatch', 'sent');
    const begin = made['transaction'] as () => Promise<Client>;
    return {
      ...made,
      transaction: async () => {
        const transaction = await begin();
        after(transaction, 'sendBatch', 'sent in a transaction');
        after(transaction, 'sendOffsets', 'offsets sent');
        after(transaction, 'commit', 'committed');
        return transaction;
      },
    };
  },
  consumer(this: unknown, options: never) {
    const made = consumer.call(this, options) as Client;
    after(made, 'commitOffsets', 'committed');
    return made;
  },
});
