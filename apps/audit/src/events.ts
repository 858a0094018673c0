import { Injectable, Logger } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { EventDoc } from './schemas.ts';

const duplicateKey = 11000;

/** The trail: append-only. */
@Injectable()
export class EventStore {
  private readonly log = new Logger('audit');

  constructor(@InjectModel(EventDoc.name) private readonly events: Model<EventDoc>) {}

  /** Adds an event. The same again is harmless; another event at a place that is taken is reported, never written over. */
  async append(event: EventDoc): Promise<void> {
    try {
      await this.events.create(event);
    } catch (error) {
      if ((error as { code?: number }).code !== duplicateKey) throw error;
      const there = await this.events.findById(event._id).lean<EventDoc | null>();
      if (there?.hash !== event.hash) {
        this.log.error(
          `${event._id} holds another event: was the topic deleted and made anew? Its trail is kept as it is.`,
        );
      }
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
