import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { EventPublisher, linkTo, RetryableError } from '@throughline/messaging';
import { Outbox } from '@throughline/platform';
import type { Model } from 'mongoose';
import { turnEnded } from './follow-up.ts';
import type { Listing } from './http-bodies.ts';
import { receive } from './receive.ts';
import type { Request } from './request.ts';
import { type Outcome, type Rejected, type Review, type Told, waits } from './review.ts';
import { EndingDoc, ReviewDoc } from './schemas.ts';

/** One value a ticket while it waits, and one of its own for every other review: a unique index does the rest. */
const slotOf = (review: Review): string =>
  waits(review) && review.kind === 'reply' ? `waits:${review.ticketId}` : `own:${review.reviewId}`;

const isDuplicate = (error: unknown): boolean => (error as { code?: unknown }).code === 11_000;

/** Reviews in MongoDB. Rules decide on what was read; a write counts only if nobody wrote meanwhile, else it is decided anew. */
@Injectable()
export class ReviewStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('reviews');
  private readonly outbox: Outbox<ReviewDoc>;

  constructor(
    @InjectModel(ReviewDoc.name) private readonly reviews: Model<ReviewDoc>,
    @InjectModel(EndingDoc.name) private readonly endings: Model<EndingDoc>,
    private readonly publisher: EventPublisher,
  ) {
    this.outbox = new Outbox(reviews, publisher);
  }

  onApplicationBootstrap(): void {
    this.outbox.start();
  }

  onApplicationShutdown(): void {
    this.outbox.stop();
  }

  find(id: string): Promise<Review | null> {
    return this.reviews.findById(id, { pending: 0 }).lean<Review | null>().exec();
  }

  /** Waiting ones oldest first, as they are worked; others newest first. */
  list({ limit, ...filter }: Listing): Promise<Review[]> {
    const order = filter.state === 'open' || filter.state === 'claimed' ? 1 : -1;
    const found = this.reviews
      .find(filter as never, { pending: 0 })
      .sort({ openedAt: order })
      .limit(limit);
    return found.lean<Review[]>().exec();
  }

  waiting(): Promise<Pick<Review, 'queue' | 'state' | 'openedAt'>[]> {
    const state = { $in: ['open', 'claimed'] };
    return this.reviews
      .find({ state } as never, { queue: 1, state: 1, openedAt: 1 })
      .lean<Review[]>()
      .exec();
  }

  /** Ids of the reviews whose lease was over at `now`. */
  async expired(now: Date): Promise<string[]> {
    const filter = { state: 'claimed', 'claim.until': { $lte: now.toISOString() } };
    return (await this.reviews.find(filter as never, { reviewId: 1 }).lean<Review[]>()).map((r) => r.reviewId);
  }

  /** Opens, joins or reopens. */
  async request(request: Request): Promise<void> {
    await this.tryAgain(request.ticketId, async () => {
      const { ticketId, kind, reviewId } = request;
      // Matters of the knowledge base are each their own, however many a ticket has.
      const ofIt = kind === 'conflict' ? { reviewId } : { ticketId, kind };
      const all = await this.reviews.find(ofIt, { pending: 0 }).sort({ openedAt: 1 }).lean<ReviewDoc[]>();
      const received = receive(all, request);
      if (!received) return true;
      return 'open' in received ? this.insert(received.open) : this.save(received.change, []);
    });
    // After, not before: whichever of the two writes comes second sees the other, so no review waits for an ended turn.
    await this.settle(request.ticketId);
  }

  /** Remembers that a turn has its outcome, and ends the reviews that asked for it. */
  async end(ticketId: string, turn: number, how: 'answered' | 'closed'): Promise<void> {
    await this.endings.updateOne(
      { _id: ticketId },
      { $max: { [how]: turn }, $set: { at: new Date() } },
      { upsert: true },
    );
    await this.settle(ticketId);
  }

  /** Applies a rule to every review of a ticket. */
  async changeAll(ticketId: string, rule: (review: Review) => Outcome): Promise<void> {
    const all = await this.reviews.find({ ticketId }, { reviewId: 1 }).lean<Review[]>();
    // oxlint-disable-next-line no-await-in-loop -- few, and in order
    for (const { reviewId } of all) await this.change(reviewId, rule);
  }

  /** Applies a rule to one review. @returns the review as it is then, the refusal, or undefined where there is none */
  async change(id: string, rule: (review: Review) => Outcome): Promise<Review | Rejected | undefined> {
    let result: Review | Rejected | undefined;
    await this.tryAgain(id, async () => {
      const review = await this.reviews.findById(id, { pending: 0 }).lean<ReviewDoc | null>();
      const outcome = review ? rule(review) : undefined;
      result = outcome && 'review' in outcome ? outcome.review : (outcome ?? review ?? undefined);
      if (!outcome || !('review' in outcome)) return true;
      return this.save(outcome.review, outcome.tell);
    });
    return result;
  }

  private async settle(ticketId: string): Promise<void> {
    const ending = await this.endings.findById(ticketId).lean<EndingDoc | null>();
    if (!ending) return;
    const { answered = 0, closed = 0 } = ending;
    await this.changeAll(ticketId, (review) => turnEnded(review, { answered, closed }));
  }

  private async insert(review: Review): Promise<boolean> {
    try {
      await this.reviews.create({ ...review, _id: review.reviewId, slot: slotOf(review), version: 1, pending: [] });
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false; // another request of this ticket was faster: join it
      throw error;
    }
  }

  /** Writes the new state and its unsent events in one update, then sends them. @returns false where it came too late */
  private async save(review: Review, tell: readonly Told[]): Promise<boolean> {
    const { _id, version, pending: _, ...fields } = review as ReviewDoc;
    const records = tell.map(({ event, id, cause }) => this.publisher.stamp(event, { id, cause }));
    const update = {
      $set: { ...fields, slot: slotOf(review) },
      $inc: { version: 1 },
      $push: { pending: { $each: records } },
    };
    try {
      const { matchedCount } = await this.reviews.updateOne({ _id, version }, update);
      if (matchedCount === 0) return false;
    } catch (error) {
      if (isDuplicate(error)) return false; // it would wait again, but another review of the ticket does already
      throw error;
    }
    if (records.length === 0) return true;
    linkTo(review.current.cause);
    // What can't be sent now is kept with the state: the sweep sends it. The person's decision stands either way.
    await this.outbox.flush(_id).catch((e: Error) => this.log.warn(`Events of review ${_id} wait: ${e.message}`));
    return true;
  }

  private async tryAgain(id: string, attempt: () => Promise<boolean>): Promise<void> {
    for (let n = 0; n < 20; n++) {
      // oxlint-disable-next-line no-await-in-loop -- one try after the other is the point
      if (await attempt()) return;
    }
    throw new RetryableError(`Review or ticket ${id} changes too fast: try again.`);
  }
}
