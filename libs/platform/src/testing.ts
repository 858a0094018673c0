// For tests of crashes: a service that dies after every single step, and what its topics hold in the end.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { type Contract, contracts, type EventOf, type ServiceDeclaration } from '@throughline/contracts';
import {
  applyTopics,
  deleteTopics,
  endMemberships,
  type KafkaOptions,
  type OutgoingRecord,
  readEvent,
  readTopic,
  sendRecords,
  stamp,
  topicConfigs,
  topicsOf,
} from '@throughline/messaging';
import mongoose from 'mongoose';

export { indexed } from './mongo.ts';

/** The service that is killed: the built one of the current folder. `env` is what it gets beside the test's own. */
export interface Mortal {
  readonly service: ServiceDeclaration;
  readonly kafka: KafkaOptions;
  readonly env: Readonly<Record<string, string>>;
}

/** A service that is killed, with topics and a database of its test's own: `KAFKA_BROKERS` and `MONGODB_URI` say where. */
export interface Grounds extends Mortal {
  /** Its database. */
  readonly store: mongoose.Connection;
  /** All documents of a collection of it. */
  documents(collection: string): Promise<mongoose.mongo.WithId<mongoose.mongo.BSON.Document>[]>;
  /** Before the first test. */
  open(): Promise<void>;
  /** After the last. */
  close(): Promise<void>;
}

/** Where a service can be killed; `env` is what it needs beside the database's name. */
export function groundsOf(service: ServiceDeclaration, env: Readonly<Record<string, string>> = {}): Grounds {
  const kafka = { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'test' };
  const dbName = `${service.name}-kills-${process.pid}`;
  const store = mongoose.createConnection(process.env['MONGODB_URI'] ?? '', { dbName });
  const mortal = { service, kafka, env: { MONGODB_DATABASE: dbName, ...env } };
  return {
    ...mortal,
    store,
    documents: (collection) => store.collection(collection).find().toArray(),
    open: async () => {
      await freshTopics(mortal);
      await store.asPromise();
    },
    close: async () => {
      await store.dropDatabase();
      await store.close();
      await freshTopics(mortal);
    },
  };
}

/** What is done while a service lives; `url` is where it listens. */
export type Meanwhile = (url: string) => Promise<unknown>;

/** Longer than any step takes: a life of which nothing comes by then has failed. */
const lifeMs = 60_000;

/** Makes every topic that a service touches anew, as in production and empty. Before a test of kills, and after it. */
export async function freshTopics({ service, kafka }: Pick<Mortal, 'service' | 'kafka'>): Promise<void> {
  await deleteTopics(kafka, topicsOf(service), [service.name]);
  await applyTopics(kafka, topicConfigs(contracts, [service], { partitions: 6, replicationFactor: 1 }));
}

/**
 * Starts the service again and again, each life going on with what the one before left. A life ends (SIGKILL) right after
 * the first step that no life before it had; what is done again is done again. The last ends after the commit. For one
 * record, and a service that does nothing else.
 * @returns the step that each life ended with. @throws what {@link lifeUntil} throws
 */
export async function killAtEveryStep(mortal: Mortal): Promise<string[]> {
  const ends: string[] = [];
  while (ends.at(-1) !== 'committed') {
    // oxlint-disable-next-line no-await-in-loop -- one life after the other
    ends.push(await life(mortal, { KILL_PAST: JSON.stringify(ends) }));
  }
  return ends;
}

/** Sends a record, then {@link killAtEveryStep}. */
export async function livesWith(mortal: Mortal, record: OutgoingRecord): Promise<string[]> {
  await sendRecords(mortal.kafka, [record]);
  return killAtEveryStep(mortal);
}

/**
 * One life of the service. It ends (SIGKILL) right after its n-th step, counted from 1 and from its start (sweeps at boot
 * take steps, too), or when `meanwhile` is done, which begins once the service is up. Infinity leaves the end to
 * `meanwhile`.
 * @returns the step that it ended with, or `at rest`
 * @throws where the life ends by itself, `meanwhile` fails before that step, or neither comes within a minute
 */
export const lifeUntil = (step: number, mortal: Mortal, meanwhile?: Meanwhile): Promise<string> =>
  life(mortal, { KILL_AT: String(step) }, meanwhile);

async function life(mortal: Mortal, kill: Record<string, string>, meanwhile?: Meanwhile): Promise<string> {
  const { service, kafka, env } = mortal;
  const args = ['--no-warnings', '--import', '@throughline/platform/kill-at-step', 'dist/main.js'];
  const child = spawn(process.execPath, args, { env: { ...process.env, PORT: '0', ...env, ...kill } });
  let [output, rested, failure, waiting] = ['', false, undefined as unknown, meanwhile];
  const hear = (chunk: Buffer): void => {
    output += chunk.toString();
    const [, address] = / is up on ([\d.:]+)"/.exec(output) ?? [];
    if (!address || !waiting) return;
    const done = waiting(`http://${address}`).then(
      () => (rested = true),
      (error: unknown) => (failure = error), // where the service died at its step that is how it should be
    );
    waiting = undefined;
    void done.then(() => child.kill('SIGKILL'));
  };
  for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
  const timer = setTimeout(() => child.kill('SIGKILL'), lifeMs);
  await once(child, 'close');
  clearTimeout(timer);
  // Its session would last some seconds more, and the next life had to wait for that.
  await endMemberships(kafka, service.name);
  const end = /^last step (.*)$/m.exec(output)?.[1] ?? (rested ? 'at rest' : undefined);
  if (end !== undefined) return end;
  throw new Error(`The life never came to the step to end with:\n${output.slice(-3000)}`, { cause: failure });
}

/**
 * Every event of a contract's topic, read committed. That nothing is undecided is certain for the partition of the
 * contract's example: a marker with its key ends up behind all else, so whoever consumes the topic reads the example.
 */
export async function eventsOf<C extends Contract>(contract: C, kafka: KafkaOptions): Promise<EventOf<C>[]> {
  const reader = { name: `reader-${randomUUID()}`, emits: [contract] };
  const marker = stamp(reader, contract.of(contract.example));
  await sendRecords(kafka, [marker]);
  for (;;) {
    const events: EventOf<C>[] = [];
    let atTheEnd = false;
    // oxlint-disable-next-line no-await-in-loop -- again until what stands before the marker is decided
    await readTopic(kafka, contract.topic, (record) => {
      const event = readEvent(contract, record);
      if (event.id === marker.headers['ce_id']) atTheEnd = true;
      else if (!event.source.startsWith('/throughline/reader-')) events.push(event);
    });
    if (atTheEnd) return events;
  }
}

/**
 * What a reader has who keeps the ids of what was read: of events with one id the first, for an outbox sends at least
 * once. @throws where two of one id differ in what they say
 */
export function withoutRepeats<C>(events: readonly EventOf<C>[]): EventOf<C>[] {
  const byId = Map.groupBy(events, (event) => event.id);
  return [...byId.values()].map(([first, ...repeats]) => {
    const { place: _, ...said } = first as EventOf<C>;
    for (const { place, ...again } of repeats) {
      if (!isDeepStrictEqual(again, said)) throw new Error(`${said.id} says something else at offset ${place.offset}.`);
    }
    return first as EventOf<C>;
  });
}
