import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { localhost, parseHosts, tryPort } from './net.ts';
import type { Part } from './part.ts';

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

  async javaArguments(paths, port) {
    const dataDir = paths.data('kafka');
    const properties = join(paths.dir, 'server.properties');
    const words: Record<string, string> = { port: `${port}`, controllerPort: `${await tryPort(0)}`, dataDir };
    const template = await readFile(paths.template, 'utf8');
    await writeFile(
      properties,
      template.replace(/^(?!#).*$/gm, (line) => line.replace(/@(\w+)@/g, (_, word) => words[word] ?? '')),
    );
    // The C1 compiler alone: up in 3 s instead of 5 on two cores.
    return ['-Xmx512m', '-XX:-UsePerfData', '-XX:TieredStopAtLevel=1', 'KafkaDev', clusterId(), dataDir, properties];
  },
};

/** As Kafka makes them: 16 random bytes in base64url, but none that a command line would take for an option. */
function clusterId(): string {
  const id = randomBytes(16).toString('base64url');
  return id.startsWith('-') ? clusterId() : id;
}
