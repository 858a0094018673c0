// What this library uses of kafkajs beneath its public interface. kafkajs is frozen at 2.2.4, so nothing of it moves;
// another version must not start (see `assertKafkajs`).
import { createRequire } from 'node:module';
import type { Socket } from 'node:net';
import type { Kafka } from 'kafkajs';

const load = createRequire(import.meta.url);

const tried = '2.2.4';

/** Refuses to work on a kafkajs whose inside nobody looked at. @throws Error that names the fix */
export function assertKafkajs(version = (load('kafkajs/package.json') as { version: string }).version): void {
  if (version === tried) return;
  throw new Error(
    `kafkajs ${version} is installed; libs/messaging extends the inside of ${tried} and was tested with that alone: pin kafkajs to ${tried}.`,
  );
}

/** A request with its answer, as kafkajs sends it. */
export interface Protocol<Answer> {
  readonly request: {
    readonly apiKey: number;
    readonly apiVersion: number;
    readonly apiName: string;
    encode(): Promise<Encoder>;
  };
  readonly response: { decode(raw: Buffer): Promise<unknown>; parse(decoded: unknown): Promise<Answer> };
  /** Whether kafkajs logs what the broker answers no with, besides throwing it; true where left out. */
  readonly logResponseError?: boolean;
}

/** Builds requests; every method gives the encoder back. */
export interface Encoder {
  writeInt16(n: number): Encoder;
  writeInt32(n: number): Encoder;
  writeInt64(n: number | string): Encoder;
  writeBoolean(yes: boolean): Encoder;
  writeString(text: string): Encoder;
  /** Length, then the bytes. */
  writeBytes(bytes: Buffer): Encoder;
  writeUVarInt(n: number): Encoder;
  /** Length + 1, then the bytes; a null is 0. */
  writeUVarIntString(text: string | null): Encoder;
  writeUVarIntArray(items: Encoder[]): Encoder;
  readonly buffer: Buffer;
}

/** Reads answers. */
export interface Decoder {
  readonly buffer: Buffer;
  /** Where it is. */
  readonly offset: number;
  forward(bytes: number): void;
  readString(): string;
  readArray<T>(read: (d: Decoder) => T): T[];
  readArrayAsync<T>(read: (d: Decoder) => Promise<T>): Promise<T[]>;
  readInt16(): number;
  readInt32(): number;
  readInt64(): { toString(): string };
  readUVarIntString(): string | null;
  readUVarIntArray<T>(read: (d: Decoder) => T): T[] | null;
  readTaggedFields(): void;
}

/** Partitions of one topic, as requests of transactions name them. */
export interface TopicPartitions {
  readonly topic: string;
  readonly partitions: number[];
}

/** A transactional producer, as its requests name it. */
export interface Producing {
  readonly transactionalId: string;
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** One broker's requests, of those that kafkajs knows. Each throws what the broker answers, with its `type`. */
export interface Broker {
  readonly connectionPool: { send<Answer>(protocol: Protocol<Answer>): Promise<Answer> };
  initProducerId(r: {
    transactionalId: string;
    transactionTimeout: number;
  }): Promise<Omit<Producing, 'transactionalId'>>;
  addPartitionsToTxn(r: Producing & { topics: TopicPartitions[] }): Promise<unknown>;
  addOffsetsToTxn(r: Producing & { groupId: string }): Promise<unknown>;
  endTxn(r: Producing & { transactionResult: boolean }): Promise<unknown>;
  heartbeat(r: { groupId: string; memberId: string; groupGenerationId: number }): Promise<unknown>;
  leaveGroup(r: { groupId: string; memberId: string }): Promise<unknown>;
  offsetCommit(r: {
    groupId: string;
    memberId: string;
    groupGenerationId: number;
    topics: { topic: string; partitions: { partition: number; offset: string; metadata: string }[] }[];
  }): Promise<unknown>;
  /** An offset of -1: nothing was ever committed there. */
  offsetFetch(r: { groupId: string; topics: TopicsOf<{ partition: number }> }): Promise<{
    responses: TopicsOf<{ partition: number; offset: string }>;
  }>;
}

/** Something about partitions, by topic. */
export type TopicsOf<OfPartition> = { topic: string; partitions: OfPartition[] }[];

/** A message as it came with a fetch. */
export interface FetchedMessage {
  readonly offset: string;
  readonly key: Buffer | null;
  isControlRecord: boolean;
  readonly batchContext: { readonly producerId: string; readonly inTransaction: boolean };
}

interface BrokerFetch {
  fetch(request: object): Promise<{ responses: { partitions: FetchedPartition[] }[] }>;
}

/** What a fetch brought of one partition. */
export interface FetchedPartition {
  readonly messages: FetchedMessage[];
  abortedTransactions: { readonly producerId: string; readonly firstOffset: string }[] | null;
}

/** One TCP connection to a broker. */
export interface Connection {
  readonly host: string;
  readonly port: number;
  /** The last one, whatever became of it. */
  readonly socket?: Socket;
  /** True until a disconnect is done. */
  isConnected(): boolean;
  connect(): Promise<boolean>;
  /** Resolves when the requests under way have ended, one way or the other. */
  disconnect(): Promise<boolean>;
  /** Ends all requests under way with this error. */
  rejectRequests(error: Error): void;
}

/** A connection to the cluster, as each consumer and producer of kafkajs has one of its own. */
export interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  refreshMetadata(): Promise<void>;
  refreshMetadataIfNecessary(): Promise<void>;
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  findBroker(of: { nodeId: number }): Promise<Broker>;
  /** `coordinatorType`: 0 of groups, 1 of transactions. */
  findGroupCoordinator(of: { groupId: string; coordinatorType?: number }): Promise<Broker>;
  findTopicPartitionMetadata(topic: string): { partitionId: number; leader: number }[];
  /**
   * Where the first record lies (`fromBeginning`), or would lie next; or the first one from that time on
   * (`fromTimestamp`, milliseconds since the epoch; an offset of -1 where there is none). One request a leader, however many topics.
   */
  fetchTopicsOffset(
    of: { topic: string; fromBeginning?: boolean; fromTimestamp?: number; partitions: { partition: number }[] }[],
  ): Promise<TopicsOf<{ partition: number; offset: string }>>;
}

/** A cluster connection with the settings of `kafka`. */
export function clusterOf(kafka: Kafka): Cluster {
  const create = Object.getOwnPropertySymbols(kafka).find((s) => s.description === 'private:Kafka:createCluster');
  const make = (kafka as unknown as Record<symbol, (o: object) => Cluster>)[create as symbol];
  if (!make) throw new Error('This kafkajs makes its cluster connections otherwise.');
  return make.call(kafka, { metadataMaxAge: 300_000, allowAutoTopicCreation: false });
}

/** The inside of a consumer: its membership, its assignment, where it reads on. */
export interface ConsumerGroup {
  readonly cluster: Cluster;
  readonly groupId: string;
  readonly memberId: string;
  readonly generationId: number;
  coordinator: Broker;
  maxWaitTime: number;
  readonly offsetManager: { committedOffsets(): Record<string, Record<number, string>> };
  assigned(): TopicPartitions[];
  /** The next fetch begins after this offset. */
  resolveOffset(of: { topic: string; partition: number; offset: string }): void;
  heartbeat(of: { interval: number }): Promise<void>;
  joinAndSync(): Promise<void>;
  recoverFromFetch(error: KafkaError): Promise<void>;
}

/** What kafkajs and brokers throw. */
export interface KafkaError extends Error {
  readonly type?: string;
  readonly retriable?: boolean;
}

/** The broker's name for what went wrong (`ILLEGAL_GENERATION`, …), looked for in the causes, too. */
export function errorType(error: unknown): string | undefined {
  for (let e = error as KafkaError | undefined; e; e = e.cause as KafkaError | undefined) if (e.type) return e.type;
  return undefined;
}

const unreachable = /^KafkaJS(Connection(Closed)?Error|RequestTimeoutError|BrokerNotFound|ConnectionNotAvailable)$/;

/** Whether a broker did not answer, as opposed to answering no. */
export const isUnreachable = (error: unknown): boolean => unreachable.test((error as Error).name);

/** Makes a writer of kafkajs's wire format; `bytes`: room from the start, which grows as needed. */
export const NewEncoder = load('kafkajs/src/protocol/encoder') as new (bytes?: number) => Encoder;
/** Makes a reader of the bytes of an answer. */
export const NewDecoder = load('kafkajs/src/protocol/decoder') as new (raw: Buffer) => Decoder;
/** How the answer to a Produce request is read. */
export const produceResponse = load('kafkajs/src/protocol/requests/produce/v7/response') as Protocol<void>['response'];
/** How the answer to a Fetch request of version 11, the latest that kafkajs knows, is read; looked up at each request. */
export const fetchResponse = load('kafkajs/src/protocol/requests/fetch/v11/response') as {
  decode(raw: Buffer): Promise<unknown>;
};
/** Reads the records of a partition as any version of Kafka has them: their size, then batches or message sets. */
export const decodeMessages = load('kafkajs/src/protocol/requests/fetch/v4/decodeMessages') as (
  decoder: Decoder,
) => Promise<FetchedMessage[]>;
/** The numbers of Kafka's requests, by name. */
export const apiKeys = load('kafkajs/src/protocol/requests/apiKeys') as Record<string, number>;
/** The methods of kafkajs's consumer group, which `group-hooks.ts` extends. */
export const groupPrototype = (load('kafkajs/src/consumer/consumerGroup') as { prototype: ConsumerGroup }).prototype;
/** The methods of kafkajs's broker, of which fetching is extended. */
export const brokerPrototype = (load('kafkajs/src/broker') as { prototype: BrokerFetch }).prototype;
/** The methods of kafkajs's connections, which `connection-hooks.ts` mends. */
export const connectionPrototype = (load('kafkajs/src/network/connection') as { prototype: Connection }).prototype;
/**
 * Classes of what kafkajs throws: what a broker answers no with, where `retriable` says whether the same may work later,
 * and the end of a connection.
 */
export const { KafkaJSProtocolError, KafkaJSConnectionClosedError } = load('kafkajs/src/errors') as {
  KafkaJSProtocolError: new (e: { type: string; message: string; retriable: boolean }) => KafkaError;
  KafkaJSConnectionClosedError: new (message: string, at: { host: string; port: number }) => KafkaError;
};
const { failure, createErrorFromCode } = load('kafkajs/src/protocol/error') as {
  failure(code: number): boolean;
  createErrorFromCode(code: number): Error;
};
/** What a member says when it joins, and what the leader gives it, in the protocol's encoding; `userData` is the assigner's own. */
export const { MemberMetadata, MemberAssignment } = load('kafkajs/src/consumer/assignerProtocol') as {
  MemberMetadata: {
    encode(m: { version: number; topics: string[]; userData: Buffer }): Buffer;
    decode(raw: Buffer): { topics: string[]; userData: Buffer };
  };
  MemberAssignment: {
    encode(m: { version: number; assignment: Record<string, number[]>; userData: Buffer }): Buffer;
    decode(raw: Buffer): { assignment: Record<string, number[]>; userData: Buffer } | null;
  };
};

/** @throws the error that this code of the protocol stands for */
export function check(code: number): void {
  if (failure(code)) throw createErrorFromCode(code);
}
