import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { NewEvent } from '@throughline/contracts';
import type { Producer } from 'kafkajs';
import { chunks, kafkaClient, producerOf } from './kafka.ts';
import { MESSAGING_OPTIONS, type MessagingOptions } from './options.ts';
import { type ForeignEvent, passOn, stamp, type StampOptions } from './outgoing.ts';
import type { OutgoingRecord } from './record.ts';

/** Sends events from outside a handler: an HTTP command, a timer. Acknowledged by all replicas before it resolves. */
@Injectable()
export class EventPublisher implements OnApplicationShutdown {
  private producer: Promise<Producer> | undefined;

  constructor(@Inject(MESSAGING_OPTIONS) private readonly options: MessagingOptions) {}

  /**
   * Makes the record without sending it: keep it in the document that it belongs to, send it, remove it.
   * @throws TerminalError UNDECLARED_EMIT or INVALID_EMIT
   */
  stamp(event: NewEvent, options?: StampOptions): OutgoingRecord {
    return stamp(this.options.declaration, event, options);
  }

  /**
   * Makes the record of an event that an outside system made, to be sent for it.
   * @throws TerminalError UNDECLARED_EMIT or INVALID_EMIT
   */
  passOn(event: ForeignEvent): OutgoingRecord {
    return passOn(this.options.declaration, event);
  }

  /** Stamps and sends one event. @throws RetryableError-like kafkajs errors when the cluster doesn't take it */
  async publish(event: NewEvent, options?: StampOptions): Promise<OutgoingRecord> {
    const record = this.stamp(event, options);
    await this.send([record]);
    return record;
  }

  /** Sends stamped records, in order per key. A repeat has the same id, so it is harmless. */
  async send(records: readonly OutgoingRecord[]): Promise<void> {
    const producer = await this.connected();
    for (const topicMessages of chunks(records)) {
      // oxlint-disable-next-line no-await-in-loop -- order is kept by sending one after the other
      await producer.sendBatch({ topicMessages, acks: -1 });
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await (await this.producer)?.disconnect();
  }

  private connected(): Promise<Producer> {
    this.producer ??= this.connect().catch((error: unknown) => {
      this.producer = undefined; // the next call tries again
      throw error;
    });
    return this.producer;
  }

  private async connect(): Promise<Producer> {
    const { brokers, declaration, instance } = this.options;
    const producer = producerOf(
      kafkaClient({ brokers, clientId: `${declaration.name}-${instance ?? process.pid}-publisher` }),
    );
    await producer.connect();
    return producer;
  }
}
