import type { HostPort } from './net.ts';
import type { StackPaths } from './paths.ts';

/** The two servers of a stack. */
export type PartName = 'kafka' | 'mongo';

/** What there is to know about one server: how to start the embedded one, and how to use one that exists elsewhere. */
export interface Part {
  readonly name: PartName;
  readonly title: string;
  /** The environment variable that names an existing server. */
  readonly setting: 'KAFKA_BROKERS' | 'MONGODB_URI';
  readonly portSetting: 'THROUGHLINE_KAFKA_PORT' | 'THROUGHLINE_MONGODB_PORT';
  readonly defaultPort: number;
  /** Its jar's file name; the first group is the version. */
  readonly jar: RegExp;
  /** The log holds this once the server serves. */
  readonly readyLine: string;
  /** Bytes of a request that a sound server answers, whoever asks. */
  readonly hello: Buffer;
  /** The value of `setting` for a server at that port here. */
  address(port: number): string;
  /** The hosts that a value of `setting` names; none when it doesn't name them itself (DNS records do). */
  hosts(value: string): HostPort[];
  /** Arguments for java; writes what configuration they refer to. */
  javaArguments(paths: StackPaths, port: number): Promise<string[]>;
}
