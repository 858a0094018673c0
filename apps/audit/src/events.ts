import { Injectable, Logger } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { duplicatesIn } from '@throughline/platform';
import type { Model } from 'mongoose';
import { EventDoc } from './schemas.ts';

/** The trail: append-only. */
@Injectable()
export class EventStore {
  private readonly log = new Logger('audit');

  constructor(@InjectModel(EventDoc.name) private readonly events: Model<EventDoc>) {}

  /** Adds events. The same again is harmless; another event at a place that is taken is reported, never written over. */
  async append(events: readonly EventDoc[]): Promise<void> {
    // The driver's own, not mongoose's: these are written as they were made, and there are many.
    const written = this.events.collection.insertMany([...events] as never[], { ordered: false });
    const taken = await written.then(() => [], duplicatesIn);
    if (taken.length > 0) await this.compare(taken.map((n) => events[n] as EventDoc));
  }

  private async compare(events: readonly EventDoc[]): Promise<void> {
    const there = new Map((await this.at(events.map((e) => e._id))).map((e) => [e._id, e.hash]));
    for (const { _id, hash } of events) {
      if (there.get(_id) === hash) continue;
      this.log.error(`${_id} holds another event: was the topic deleted and made anew? Its trail is kept as it is.`);
    }
  }

  /** The events at these places, in no particular order. */
  at(places: readonly string[]): Promise<EventDoc[]> {
    return this.events
      .find({ _id: { $in: [...places] } })
      .lean<EventDoc[]>()
      .exec();
  }
}
