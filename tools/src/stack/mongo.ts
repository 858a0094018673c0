import { join } from 'node:path';
import { localhost, parseHosts } from './net.ts';
import type { Part } from './part.ts';

/** A stand-in for MongoDB, for development and tests: it stores in one H2 file. */
export const mongo: Part = {
  name: 'mongo',
  title: 'MongoDB stand-in',
  setting: 'MONGODB_URI',
  portSetting: 'THROUGHLINE_MONGODB_PORT',
  defaultPort: 27_027,
  jar: /^mongo-java-server-core-(.+)\.jar$/,
  readyLine: 'MongoDev is ready',
  hello: isMaster(),
  address: (port) => `mongodb://${localhost}:${port}`,

  hosts(value) {
    const uri = /^mongodb(\+srv)?:\/\/(?:[^/@]*@)?([^/?]+)/.exec(value);
    // Not the value: it may hold a password.
    if (!uri?.[2]) throw new Error('not a mongodb:// address');
    return uri[1] ? [] : parseHosts(uri[2], 27_017);
  },

  javaArguments: async (paths, port) => [
    // Room for what is written before it dies: with 256 MB all was collected, 90 ms at a time, twice a minute.
    '-Xmx512m',
    '-Xmn192m',
    '-XX:-UsePerfData',
    '-XX:+UseSerialGC',
    'MongoDev',
    localhost,
    `${port}`,
    join(paths.dir, 'mongo.h2'),
  ],
};

/** Little endian, as MongoDB writes them, on every machine that Kafka and Node.js run on. */
function int32(...values: number[]): Buffer {
  return Buffer.from(Int32Array.from(values).buffer);
}

/** The request with which every MongoDB driver begins: OP_QUERY on admin.$cmd with { isMaster: 1 }. */
function isMaster(): Buffer {
  const element = Buffer.concat([Buffer.from('\x10isMaster\0'), int32(1)]);
  const document = Buffer.concat([int32(4 + element.length + 1), element, Buffer.of(0)]);
  const body = Buffer.concat([int32(0), Buffer.from('admin.$cmd\0'), int32(0, -1), document]);
  return Buffer.concat([int32(16 + body.length, 1, 0, 2004), body]);
}
