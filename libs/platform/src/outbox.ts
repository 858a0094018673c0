import { Logger } from '@nestjs/common';
import type { EventPublisher, OutgoingRecord } from '@throughline/messaging';
import type { Model, Schema } from 'mongoose';

/** A document that keeps the events it has still to send: written in one update with the state that they tell of. */
export interface WithPending {
  _id: string;
  pending: OutgoingRecord[];
}

/** Adds the index by which the sweep finds documents with events to send, however many there are that have none. */
export const indexPending = (schema: Schema): Schema => schema.index({ 'pending.topic': 1 }, { sparse: true });

/**
 * State and events together, without a distributed transaction: a command writes its events into `pending` with the
 * state, then they are sent, then removed. A crash between leaves them for the sweep, which sends them again with the
 * same ids. (The transactional outbox pattern: Richardson, microservices.io.)
 */
export class Outbox<T extends WithPending> {
  private readonly log = new Logger('outbox');
  private timer: NodeJS.Timeout | undefined;
  private readonly busy = new Map<string, Promise<void>>();

  constructor(
    private readonly model: Model<T>,
    private readonly publisher: EventPublisher,
  ) {}

  /** Sends and removes what one document has pending. @throws when the cluster doesn't take it; the sweep tries again */
  flush(id: string): Promise<void> {
    // One after the other: two at once could send an older event after a newer one.
    const next = (this.busy.get(id) ?? Promise.resolve()).catch(() => undefined).then(() => this.send(id));
    this.busy.set(id, next);
    return next.finally(() => {
      if (this.busy.get(id) === next) this.busy.delete(id);
    });
  }

  private async send(id: string): Promise<void> {
    const doc = await this.model.findById(id, { pending: 1 }).lean<WithPending | null>();
    if (!doc || doc.pending.length === 0) return;
    await this.publisher.send(doc.pending);
    const sent = doc.pending.map((r) => r.headers['ce_id']);
    await this.model.updateOne({ _id: id }, { $pull: { pending: { 'headers.ce_id': { $in: sent } } } });
  }

  /** Sends what crashes and failures left behind, now and every `everyMs`. */
  start(everyMs = 5_000): void {
    void this.sweep();
    this.timer = setInterval(() => void this.sweep(), everyMs);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private async sweep(): Promise<void> {
    try {
      const left = await this.model
        .find({ 'pending.topic': { $exists: true } } as never, { _id: 1 })
        .limit(100)
        .lean<WithPending[]>();
      // oxlint-disable-next-line no-await-in-loop -- in order, and few
      for (const { _id } of left) await this.flush(_id).catch((error: Error) => this.waits(error));
    } catch (error) {
      this.waits(error as Error);
    }
  }

  /** One document that can't be sent must not hold back the others. */
  private waits(error: Error): void {
    this.log.warn(`Events wait to be sent: ${error.message}`);
  }
}
