import { randomInt } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';

/** A client for the benchmark's own work. */
export const client = (brokers: string): Kafka =>
  new Kafka({ clientId: 'bench-tool', brokers: brokers.split(','), logLevel: logLevel.NOTHING });

/** A name of this run's own, letters only: contract names have no digits. */
export const uniqueName = (): string =>
  Array.from({ length: 12 }, () => String.fromCharCode(97 + randomInt(26))).join('');
