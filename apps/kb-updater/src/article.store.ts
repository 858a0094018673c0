import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { KbArticle } from '@throughline/contracts';
import { eventId, EventPublisher, type OutgoingRecord, RetryableError } from '@throughline/messaging';
import { Outbox } from '@throughline/platform';
import type { Model } from 'mongoose';
import type { Article } from './article.ts';
import { learn } from './learn.ts';
import { ArticleDoc } from './schemas.ts';

// What is the store's own stays in it.
const shown = { _id: 0, taughtBy: 0, pending: 0 } as const;

/** Articles in MongoDB. A write counts only if nobody revised the article meanwhile. */
@Injectable()
export class ArticleStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('articles');
  private readonly outbox: Outbox<ArticleDoc>;
  private lessons: Promise<unknown> = Promise.resolve();

  constructor(
    @InjectModel(ArticleDoc.name) private readonly articles: Model<ArticleDoc>,
    private readonly publisher: EventPublisher,
  ) {
    this.outbox = new Outbox(articles, publisher);
  }

  onApplicationBootstrap(): void {
    this.outbox.start();
  }

  onApplicationShutdown(): void {
    this.outbox.stop();
  }

  find(articleId: string): Promise<Article | null> {
    return this.articles.findById(articleId, shown).lean<Article | null>().exec();
  }

  list(filter: { intent?: string | undefined; status?: Article['status'] | undefined }): Promise<Article[]> {
    const { intent, status } = filter;
    const found = this.articles.find({ ...(intent && { intents: intent }), ...(status && { status }) } as never, shown);
    return found.sort({ articleId: 1 }).lean<Article[]>().exec();
  }

  /** A person's or program's change, over HTTP: the state and its unsent event in one update, then the event is sent. */
  async command(articleId: string, rule: (existing: Article | null) => Article): Promise<[Article, changed: boolean]> {
    for (let n = 0; n < 20; n++) {
      /* oxlint-disable no-await-in-loop -- one try after the other is the point */
      const existing = await this.find(articleId);
      const article = rule(existing);
      if (article.revision === existing?.revision) return [article, false];
      const id = eventId(KbArticle.type, articleId, article.revision);
      const record = this.publisher.stamp(KbArticle.of(article), { id });
      if (!(await this.write(existing, article, { pending: record }))) continue;
      await this.outbox.flush(articleId).catch((e: Error) => this.log.warn(`Article ${articleId} waits: ${e.message}`));
      return [article, true];
    }
    throw new RetryableError(`Article ${articleId} changes too fast: try again.`);
  }

  /** Takes in what an event taught. @returns the article as it is then; for a redelivery the one that it made before */
  learn(lesson: Article, taughtBy: string): Promise<Article> {
    // One after the other: two lessons of one intent at once would not see each other, and make two articles of one.
    const learned = this.lessons.then(() => this.learnNow(lesson, taughtBy));
    this.lessons = learned.catch(() => undefined); // the caller deals with it; the next lesson must not fail for it
    return learned;
  }

  private async learnNow(lesson: Article, taughtBy: string): Promise<Article> {
    const before = await this.articles.findOne({ taughtBy } as never, shown).lean<Article | null>();
    if (before) return before;
    const [intent = ''] = lesson.intents;
    const taught = await this.articles
      .find({ intents: intent, 'origin.kind': 'human' } as never, shown)
      .lean<Article[]>();
    const article = learn(taught, lesson);
    const existing = taught.find((other) => other.articleId === article.articleId) ?? null;
    if (await this.write(existing, article, { taughtBy })) return article;
    throw new RetryableError(`Article ${article.articleId} was revised meanwhile: try again.`);
  }

  private async write(
    existing: Article | null,
    article: Article,
    and: { pending: OutgoingRecord } | { taughtBy: string },
  ): Promise<boolean> {
    const { articleId: _id } = article;
    if (existing) {
      const { matchedCount } = await this.articles.updateOne(
        { _id, revision: existing.revision },
        {
          $set: article,
          $push: and,
        },
      );
      return matchedCount > 0;
    }
    try {
      await this.articles.create({
        _id,
        ...article,
        ...('pending' in and ? { pending: [and.pending] } : { taughtBy: [and.taughtBy] }),
      });
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === 11_000) return false;
      throw error;
    }
  }
}
