// Preloaded by tests of crashes (see testing.ts), never by a service in earnest: ends the process with SIGKILL right after
// a step: the n-th, n being KILL_AT, or the first that KILL_PAST, a list in JSON, doesn't hold (as often). A step is a write
// to the store, or what the Kafka client does for the service. Each is told on stderr, so that the test knows where the
// process died.
import { createRequire } from 'node:module';
import mongoose from 'mongoose';

type Method = (...args: unknown[]) => Promise<unknown>;

const { KILL_AT: killAt, KILL_PAST: killPast } = process.env;
const past = killPast === undefined ? undefined : (JSON.parse(killPast) as string[]);
let steps = 0;

function isLast(name: string): boolean {
  if (!past) return steps === Number(killAt);
  const known = past.indexOf(name);
  if (known >= 0) past.splice(known, 1);
  return known < 0;
}

function step(name: string): Promise<void> | undefined {
  steps++;
  const last = isLast(name);
  process.stderr.write(`${last ? 'last step' : 'step'} ${name}\n`);
  if (!last) return undefined;
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined); // nothing more happens, however late the signal comes
}

function after(target: object, method: string): void {
  const original = (target as Record<string, Method | undefined>)[method];
  if (!original) throw new Error(`There is no ${method} to watch: the client changed.`);
  Object.assign(target, {
    async [method](this: { collectionName: string }, ...args: unknown[]): Promise<unknown> {
      // Refused or not: what is there already is refused when it is written again, and has to be known again.
      const result = original.apply(this, args);
      await Promise.allSettled([result]);
      await step(`store ${this.collectionName}.${method}`);
      return result;
    },
  });
}

for (const method of ['insertOne', 'updateOne', 'findOneAndUpdate', 'bulkWrite']) {
  after(mongoose.mongo.Collection.prototype, method);
}

/** What of the Kafka client's requests is a step, and what it is called. */
const requests: Record<string, string> = {
  Produce: 'sent',
  TxnOffsetCommit: 'offsets sent',
  EndTxn: 'committed',
  OffsetCommit: 'committed',
};

// Not imported: it is the messaging library's, and this file only watches it. Every request of every client comes by here.
const load = createRequire(import.meta.url);
const { prototype } = load('kafkajs/src/network/connectionPool') as { prototype: { send: Method } };
const { send } = prototype;
prototype.send = async function (this: unknown, ...args) {
  const [{ request }] = args as [{ request: { apiName: string } }];
  const answer = await send.apply(this, args);
  const name = requests[request.apiName];
  if (name) await step(name);
  return answer;
};
