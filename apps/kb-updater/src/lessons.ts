import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { EventOf, ReviewDecided, TicketResolved } from '@throughline/contracts';
import type { Model } from 'mongoose';
import type { Article } from './article.ts';
import { ArticleStore } from './article.store.ts';
import { asks, conflictId, conflictOf, settled } from './conflict.ts';
import { learn } from './learn.ts';
import { Meaning } from './meaning.ts';
import { ConflictDoc } from './schemas.ts';

/** Takes lessons into the knowledge base, and people's decisions where a lesson contradicts it. */
@Injectable()
export class Lessons {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: ArticleStore,
    private readonly meaning: Meaning,
    @InjectModel(ConflictDoc.name) private readonly conflicts: Model<ConflictDoc>,
  ) {}

  /** @returns what tells of it: an article or a request for a review; for a redelivery the one that it was before */
  take(lesson: Article, event: EventOf<typeof TicketResolved>) {
    // One after the other: two lessons of one intent at once would not see each other, and make two articles of one.
    const taken = this.last.then(() => this.takeNow(lesson, event));
    this.last = taken.catch(() => undefined); // the caller deals with it; the next lesson must not fail for it
    return taken;
  }

  private async takeNow(lesson: Article, { id, data }: EventOf<typeof TicketResolved>) {
    const before = await this.store.taughtBy(id);
    if (before) return this.store.told(before);
    const asked = await this.conflicts.findById(conflictId(lesson)).lean<ConflictDoc | null>();
    if (asked) return asks(asked, data);
    const articles = await this.store.list({ intent: lesson.intents[0] });
    const learned = learn(articles, lesson, await this.meaning.cosines([lesson, ...articles]));
    if ('article' in learned) return this.store.told(await this.store.taught(learned.existing, learned.article, id));
    const { _id, ...conflict } = conflictOf(lesson, learned.contradicts, learned.why);
    await this.conflicts.updateOne({ _id }, { $setOnInsert: conflict }, { upsert: true });
    return asks({ _id, ...conflict }, data);
  }

  /** Undefined where the article stays as it is. */
  async decided(event: EventOf<typeof ReviewDecided>) {
    const before = await this.store.taughtBy(event.id);
    if (before) return this.store.told(before);
    const conflict = await this.conflicts.findById(event.data.reviewId).lean<ConflictDoc | null>();
    const article = conflict && (await this.store.find(conflict.there.articleId));
    const next = conflict && article && settled(article, conflict, event);
    return next ? this.store.told(await this.store.taught(article, next, event.id)) : undefined;
  }
}
