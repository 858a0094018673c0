import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { contracts, services } from '@throughline/contracts';
import { deleteTopics, existingTopics, type KafkaOptions, topicConfigs } from '@throughline/messaging';
import mongoose from 'mongoose';

/** Where a demo's data lies, and whose it is. */
export interface DemoData {
  readonly root: string;
  readonly kafka: KafkaOptions;
  readonly mongodbUri: string;
  /** The workspace's folder. */
  readonly folder: string;
}

const noteOf = ({ root }: DemoData): string => join(root, '.throughline/demo/workspace.json');

interface Note {
  brokers: string;
  folder: string;
}

function noted(data: DemoData): Note | undefined {
  try {
    return JSON.parse(readFileSync(noteOf(data), 'utf8')) as Note;
  } catch {
    return undefined; // no demo ran yet, or its note was deleted
  }
}

/** Notes down which workspace the data on this cluster belongs to. */
export function remember(data: DemoData): void {
  const note: Note = { brokers: data.kafka.brokers.join(','), folder: data.folder };
  mkdirSync(dirname(noteOf(data)), { recursive: true });
  writeFileSync(noteOf(data), JSON.stringify(note));
}

/** Deletes the flow's topics, consumer groups and databases. */
export async function forget({ kafka, mongodbUri }: DemoData): Promise<void> {
  const all = Object.values(services);
  const topics = topicConfigs(contracts, all, { partitions: 1, replicationFactor: 1 }).map((t) => t.topic);
  await deleteTopics(
    kafka,
    topics,
    all.map((s) => s.name),
  );
  const connection = await mongoose.createConnection(mongodbUri, { serverSelectionTimeoutMS: 5_000 }).asPromise();
  try {
    for (const { name } of all) await connection.useDb(`throughline-${name}`).dropDatabase();
  } finally {
    await connection.close();
  }
}

/**
 * A demo of another workspace can't go on from this one's tickets. On the cluster that the last demo used, its data is
 * the demo's own and is forgotten; elsewhere it is somebody's, and only `--fresh` deletes it.
 */
export async function forgetOtherWorkspace(data: DemoData, say: (text: string) => void): Promise<void> {
  const last = noted(data);
  if (last?.folder === data.folder && last.brokers === data.kafka.brokers.join(',')) return;
  const topics = await existingTopics(data.kafka);
  if (!contracts.some((c) => topics.has(c.topic))) return;
  if (last?.brokers !== data.kafka.brokers.join(',')) {
    throw new Error(
      'This cluster holds Throughline data that no demo from here made. Set --fresh to delete it, or KAFKA_BROKERS to another cluster.',
    );
  }
  say(`Earlier data is of ${last.folder}: forgetting it.`);
  await forget(data);
}
