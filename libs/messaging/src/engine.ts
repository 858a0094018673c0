import { setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import type { Consumer, EachBatchPayload, KafkaMessage } from 'kafkajs';
import { kafkaClient, type KafkaOptions } from './kafka.ts';
import type { IncomingRecord, ProducedRecord } from './record.ts';
import { Committer } from './committer.ts';

/** The seam between Kafka and everything else: one record in, the records to send out. */
export type Process = (record: IncomingRecord, signal: AbortSignal) => Promise<readonly ProducedRecord[]>;

export interface EngineOptions extends KafkaOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** Stable for this replica: a restarted one fences what its predecessor left open. */
  readonly transactionalId: string;
  readonly process: Process;
}

/** Where the engine is: `running` is ready; `recovering` rebuilds its clients after a doubt, alive but not ready. */
export type EngineState = 'stopped' | 'starting' | 'running' | 'recovering';

/** How many keys of one batch are worked on at a time. */
const parallelKeys = 64;

/**
 * Consume, handle, produce: outputs and offsets in one Kafka transaction, read committed. Records of one key in order,
 * keys of a batch in parallel. On any doubt (a failed or unknown commit, a crash of the consumer) both clients are thrown
 * away and made anew: the new producer's InitProducerId ends what the old one left open, and the group starts again
 * from what was committed. Exactly once for ONE instance a group; several need the fencing that kafkajs lacks.
 */
export class Engine {
  private readonly log = new Logger('engine');
  private consumer: Consumer | undefined;
  private committer: Committer | undefined;
  /** Aborted when what is in hand is of no more use: the engine starts anew. */
  private abort = new AbortController();
  /** Aborted at the end: nobody waits for another try any more, the rest is finished and committed. */
  private readonly drain = new AbortController();
  private stopping = false;
  private recovery: Promise<void> | undefined;
  state: EngineState = 'stopped';

  constructor(private readonly options: EngineOptions) {}

  /** Joins the group and begins to consume. @throws where the cluster can't be reached */
  async start(): Promise<void> {
    this.state = 'starting';
    // A broker that has just started still loads its coordinators.
    await this.openWithin(60_000);
    this.state = 'running';
  }

  /** Finishes what is in hand, commits it, and leaves the group. */
  async stop(): Promise<void> {
    this.stopping = true;
    // A batch with a step that waits for another try stays uncommitted and comes again; the others are finished.
    this.drain.abort(new Error('the service is stopping'));
    if (this.committer) this.committer.leaving = true;
    await this.recovery;
    await this.close();
    this.state = 'stopped';
  }

  private async open(): Promise<void> {
    const { group, topics, transactionalId } = this.options;
    this.abort = new AbortController();
    this.committer = new Committer(this.options, transactionalId, async (offsets) => {
      await this.consumer?.commitOffsets(offsets);
    });
    // Before joining: what a killed predecessor left open would hold up its successor until it times out.
    await this.committer.open();
    const consumer = kafkaClient(this.options).consumer({
      groupId: group,
      sessionTimeout: 10_000,
      heartbeatInterval: 1_000,
      maxWaitTimeInMs: 250,
      maxBytesPerPartition: 512 * 1024,
      readUncommitted: false,
      allowAutoTopicCreation: false,
      // A crash is dealt with below, in one place.
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 50, restartOnFailure: async () => false },
    });
    this.consumer = consumer;
    const joined = Promise.withResolvers<void>();
    consumer.on(consumer.events.GROUP_JOIN, () => joined.resolve());
    consumer.on(consumer.events.CRASH, ({ payload }) => {
      joined.reject(payload.error); // `run` resolves all the same when the join fails
      this.recover(consumer, payload.error);
    });
    joined.promise.catch(() => undefined); // awaited below; it may fail before that
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: 8,
      eachBatch: (payload) => this.onBatch(consumer, payload),
    });
    await joined.promise;
  }

  private async close(): Promise<void> {
    await this.consumer?.disconnect().catch((e: Error) => this.log.debug(`leaving: ${e.message}`));
    await this.committer?.close();
  }

  private recover(consumer: Consumer, error: Error): void {
    if (this.stopping || this.state !== 'running' || consumer !== this.consumer) return;
    this.state = 'recovering';
    this.log.warn(`Starting again from what was committed, because: ${error.message}`);
    this.recovery = this.reopen().finally(() => (this.recovery = undefined));
  }

  private async reopen(): Promise<void> {
    this.abort.abort(new Error('the engine starts again'));
    await this.openWithin(Infinity);
    this.state = 'running';
  }

  /** Tries until it is open or the service stops. @throws the last error, after `withinMs` */
  private async openWithin(withinMs: number): Promise<void> {
    const deadline = Date.now() + withinMs;
    for (let wait = 250; !this.stopping; wait = Math.min(wait * 2, 5_000)) {
      /* oxlint-disable no-await-in-loop -- one try after the other is the point */
      await this.close();
      try {
        await this.open();
        return;
      } catch (error) {
        if (Date.now() > deadline) throw error;
        this.log.warn(`Kafka can't be reached yet: ${(error as Error).message}`);
        await delay(wait);
      }
    }
  }

  private async onBatch(consumer: Consumer, payload: EachBatchPayload): Promise<void> {
    const { batch, resolveOffset, heartbeat, isRunning, isStale } = payload;
    const signal = this.abort.signal;
    // The group must not think us dead while a handler is slow.
    const beat = setInterval(() => void heartbeat().catch(() => undefined), 1_000);
    try {
      const outputs = await this.handle(batch.messages, batch.topic, batch.partition, signal);
      // Not ours any more: it comes again, to whoever has it. While we leave, the group still waits for us.
      if (signal.aborted || isStale() || !(isRunning() || this.stopping)) return;
      const next = (BigInt(batch.lastOffset()) + 1n).toString();
      await this.committer?.commit({
        group: this.options.group,
        topic: batch.topic,
        partition: batch.partition,
        offset: next,
        outputs,
      });
      resolveOffset(batch.lastOffset());
    } catch (error) {
      if (!signal.aborted && !this.stopping) this.recover(consumer, error as Error);
    } finally {
      clearInterval(beat);
    }
  }

  /** Outputs in the order of their inputs. */
  private async handle(
    messages: KafkaMessage[],
    topic: string,
    partition: number,
    signal: AbortSignal,
  ): Promise<ProducedRecord[]> {
    const outputs: (readonly ProducedRecord[])[] = [];
    const byKey = new Map<string, number[]>();
    messages.forEach((message, i) => {
      const key = message.key?.toString('latin1') ?? '';
      byKey.set(key, [...(byKey.get(key) ?? []), i]);
    });
    const lanes = byKey.values();
    const waiting = AbortSignal.any([signal, this.drain.signal]);
    const worker = async (): Promise<void> => {
      for (const lane of lanes) {
        for (const i of lane) {
          if (signal.aborted) return;
          // oxlint-disable-next-line no-await-in-loop -- records of one key are handled in order
          outputs[i] = await this.options.process(toRecord(messages[i] as KafkaMessage, topic, partition), waiting);
        }
      }
    };
    // All of them end before the batch does, or one would go on into what comes after a recovery.
    const ended = await Promise.allSettled(Array.from({ length: Math.min(parallelKeys, byKey.size) }, worker));
    const failed = ended.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
    return outputs.flat();
  }
}

/** A kafkajs message as a record: header bytes as text, the last of a repeated header. */
export function toRecord(message: KafkaMessage, topic: string, partition: number): IncomingRecord {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    // A header without a value is legal, and as good as none.
    if (last !== undefined && last !== null) headers[name.toLowerCase()] = last.toString('utf8');
  }
  return {
    place: { topic, partition, offset: message.offset },
    key: message.key,
    value: message.value,
    headers,
    timestamp: new Date(Number(message.timestamp)).toISOString(),
  };
}
