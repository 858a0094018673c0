import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localhost, parseHosts, tryPort } from './net.ts';
import type { Part } from './part.ts';
import type { StackPaths } from './paths.ts';

/** Apache Kafka, one node in KRaft mode. */
export const kafka: Part = {
  name: 'kafka',
  title: 'Kafka',
  setting: 'KAFKA_BROKERS',
  portSetting: 'THROUGHLINE_KAFKA_PORT',
  defaultPort: 19_092,
  jar: /^kafka_[\d.]+-(.+)\.jar$/,
  readyLine: 'Kafka Server started',
  // ApiVersions, version 0, without a client id: every broker answers it, before any authentication.
  hello: Buffer.from('0000000a0012000000000001ffff', 'hex'),
  address: (port) => `${localhost}:${port}`,
  hosts: (value) => parseHosts(value),

  javaArguments: (paths, port) => kafkaArguments(paths, port),
};

/** Where a node differs from the one node of a stack: the cluster it belongs to, and lines that override the template's. */
export interface KafkaNode {
  readonly clusterId: string;
  readonly properties: string;
}

/** Writes a node's configuration and gives the arguments for java. */
export async function kafkaArguments(
  paths: StackPaths,
  port: number,
  { clusterId, properties }: KafkaNode = { clusterId: newClusterId(), properties: '' },
): Promise<string[]> {
  const dataDir = paths.data('kafka');
  const file = join(paths.dir, 'server.properties');
  const words: Record<string, string> = { port: `${port}`, controllerPort: `${await tryPort(0)}`, dataDir };
  const template = await readFile(paths.template, 'utf8');
  const filled = template.replace(/^(?!#).*$/gm, (line) => line.replace(/@(\w+)@/g, (_, word) => words[word] ?? ''));
  await writeFile(file, `${filled}\n${properties}`);
  // Not the C1 compiler alone: up half a second sooner, and half as much work again for every request.
  return ['-Xmx512m', '-XX:-UsePerfData', 'KafkaDev', clusterId, dataDir, file];
}

/** As Kafka makes them: 16 random bytes in base64url, but none that a command line would take for an option. */
export function newClusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? newClusterId() : id;
}
