import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { EventPublisher } from '@throughline/messaging';
import { duplicatesIn, Outbox } from '@throughline/platform';
import type { Model } from 'mongoose';
import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';
import { escalationOf } from './escalation.ts';
import { died } from './metrics.ts';
import { DeliveryDoc, type Redrive } from './schemas.ts';
import type { Verdict } from './verdict.ts';

/** A delivery as its event makes it. */
export type NewDelivery = Pick<DeliveryDoc, '_id' | 'endpoint' | 'event' | 'subject' | 'body'>;

/** A delivery that this instance posts now, and nobody else. */
export type Claimed = DeliveryDoc & { body: string; claim: string };

/** How long the last try may take to come; after that there was none. */
const graceMs = 600_000;
/** Deliveries that are looked at together. */
const lot = 100;
const days = (n: number, from: Date): Date => new Date(from.getTime() + n * 86_400_000);
const hidden = { body: 0, pending: 0, claim: 0 } as const;

/** Deliveries in MongoDB. Every change says what it goes out from, so that instances don't undo each other's. */
@Injectable()
export class DeliveryStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('deliveries');
  private readonly outbox: Outbox<DeliveryDoc>;

  constructor(
    @InjectModel(DeliveryDoc.name) private readonly deliveries: Model<DeliveryDoc>,
    private readonly publisher: EventPublisher,
  ) {
    this.outbox = new Outbox(deliveries, publisher);
  }

  onApplicationBootstrap(): void {
    this.outbox.start();
  }

  onApplicationShutdown(): void {
    this.outbox.stop();
  }

  /** Idempotent: what is there stays as it is. */
  async add(added: readonly NewDelivery[], now: Date, forMs: number): Promise<void> {
    const fresh = {
      state: 'pending',
      attempts: 0,
      createdAt: now,
      nextAt: now,
      claim: null,
      last: null,
      forgetAt: null,
    };
    const expiresAt = new Date(now.getTime() + forMs);
    const writes = added.map(({ _id, ...delivery }) => ({
      updateOne: {
        filter: { _id },
        update: { $setOnInsert: { ...delivery, ...fresh, expiresAt, redrives: [], pending: [] } },
        upsert: true,
      },
    }));
    // The driver's own, not mongoose's: nothing is to be cast, and there may be many.
    // One that another instance adds at the same moment is there, and that is all that is asked.
    await this.deliveries.collection.bulkWrite(writes as never, { ordered: false }).catch(duplicatesIn);
  }

  /** Takes what has been due for longest, for `leaseMs`: whoever dies with it leaves it due again. */
  claim(endpoint: string, now: Date, leaseMs: number): Promise<Claimed | null> {
    const taken = { nextAt: new Date(now.getTime() + leaseMs), claim: randomUUID() };
    return this.deliveries
      .findOneAndUpdate(
        { endpoint, state: 'pending', nextAt: { $lte: now } },
        { $set: taken, $inc: { attempts: 1 } },
        { sort: { nextAt: 1 }, returnDocument: 'after' },
      )
      .lean<Claimed | null>()
      .exec();
  }

  /** Writes down what came of a post, unless the lease was over and somebody else has it. */
  async settle(delivery: Claimed, answer: Answer, verdict: Verdict, now: Date): Promise<void> {
    const { status } = answer;
    const detail = answer.kind === 'accepted' ? 'accepted' : answer.detail;
    const last = { at: now.toISOString(), ...(status && { status }), detail };
    if (verdict.state === 'dead') return void (await this.die(delivery, verdict.reason, now, last));
    const set =
      verdict.state === 'delivered'
        ? { state: 'delivered', body: null, forgetAt: days(7, now) }
        : { nextAt: verdict.nextAt };
    const ours = { _id: delivery._id, claim: delivery.claim, state: 'pending' as const };
    await this.deliveries.updateOne(ours, { $set: { ...set, last } });
  }

  /** What nobody came to try when its time was over: its endpoint was away all the while, or is no longer configured. */
  async expire(now: Date): Promise<void> {
    const over = new Date(now.getTime() - graceMs);
    const filter = { state: 'pending' as const, expiresAt: { $lte: over }, nextAt: { $lte: now } };
    for (let more = true; more;) {
      // oxlint-disable-next-line no-await-in-loop -- a hundred in memory at a time
      const found = await this.deliveries.find(filter).limit(lot).lean<DeliveryDoc[]>();
      more = false;
      for (const delivery of found) {
        const reason = `its time is over; at last it ${delivery.last?.detail ?? 'was not tried'}`;
        // oxlint-disable-next-line no-await-in-loop -- in no hurry
        if (await this.die(delivery, reason, now, delivery.last)) more = found.length === lot;
      }
    }
  }

  /** Dead; for a reply together with the event that tells a person, which is kept with the state until it is sent. @returns false where it was not ours any more */
  private async die(delivery: DeliveryDoc, reason: string, now: Date, last: DeliveryDoc['last']): Promise<boolean> {
    const { _id, endpoint, event, claim } = delivery;
    const record = escalationOf(delivery, reason, this.publisher);
    const set = {
      state: 'dead' as const,
      forgetAt: days(30, now),
      last: last ?? { at: now.toISOString(), detail: reason },
    };
    const { matchedCount } = await this.deliveries.updateOne(
      { _id, claim, state: 'pending' },
      { $set: set, ...(record && { $push: { pending: record } }) },
    );
    if (matchedCount === 0) return false;
    died.add(1, { endpoint, event });
    this.log.error(`${event} ${_id} for endpoint ${endpoint} is dead: ${reason}`);
    if (record)
      await this.outbox.flush(_id).catch((e: Error) => this.log.warn(`The escalation of ${_id} waits: ${e.message}`));
    return true;
  }

  /** A dead delivery gets its full time again. @returns false where it is not dead */
  async redrive(id: string, redrive: Redrive, now: Date, forMs: number): Promise<boolean> {
    const again = {
      state: 'pending',
      attempts: 0,
      nextAt: now,
      expiresAt: new Date(now.getTime() + forMs),
      forgetAt: null,
    };
    const { matchedCount } = await this.deliveries.updateOne(
      { _id: id, state: 'dead' },
      { $set: again, $push: { redrives: redrive } },
    );
    return matchedCount === 1;
  }

  find(id: string): Promise<DeliveryDoc | null> {
    return this.deliveries.findById(id, hidden).lean<DeliveryDoc | null>().exec();
  }

  /** The newest first, without what they say. */
  list(
    filter: { state?: string; endpoint?: string; event?: string; subject?: string },
    limit: number,
  ): Promise<DeliveryDoc[]> {
    const found = this.deliveries.find(filter as never, hidden).sort({ createdAt: -1 });
    return found.limit(limit).lean<DeliveryDoc[]>().exec();
  }

  count(endpoint: string, state: DeliveryDoc['state']): Promise<number> {
    return this.deliveries.countDocuments({ endpoint, state }).exec();
  }
}
