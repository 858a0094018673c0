import type { Hop, HopNames } from '../hop.ts';

/** What a worker process is to do. */
export interface Task extends HopNames {
  readonly arm: ArmName;
  /** host:port,host:port */
  readonly brokers: string;
  /** Ends by itself after so many records; left out, when it is told to. */
  readonly records?: number;
  /** CPU is counted from this record on. */
  readonly warmUp: number;
  /** Records in hand at a time, where the arm can be told. */
  readonly maxInFlight?: number;
}

/** A running step. */
export interface Running {
  /** Finishes what is in hand and leaves. */
  stop(): Promise<void>;
}

/** One way to consume, handle and produce; resolves when it has joined its group. */
export type Arm = (task: Task, hop: Hop) => Promise<Running>;

/** The arms, and what each is, for people. */
export const arms = {
  ours: 'Throughline: exactly once, in order per key',
  'kafkajs-transactions': 'kafkajs, a transaction a batch',
  kafkajs: 'kafkajs, eachBatch, no guarantees',
  platformatic: '@platformatic/kafka, no guarantees',
  'platformatic-transactions': '@platformatic/kafka, a transaction a batch',
  nest: "Nest's Kafka transport, one record at a time",
  'nest-partitions': "Nest's Kafka transport, six partitions at a time",
} as const;
export type ArmName = keyof typeof arms;
