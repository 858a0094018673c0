import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { KbArticle } from '@throughline/contracts';
import { type Cause, eventId, EventPublisher, type OutgoingRecord, RetryableError } from '@throughline/messaging';
import { Outbox } from '@throughline/platform';
import type { Model } from 'mongoose';
import type { Article } from './article.ts';
import { Meaning } from './meaning.ts';
import { ArticleDoc, RevisionDoc } from './schemas.ts';

// What is the store's own stays in it.
const shown = { _id: 0, taughtBy: 0, pending: 0, bodySince: 0, reviewsDue: 0 } as const;

/** Articles in MongoDB, with all their revisions. A write counts only if nobody revised the article meanwhile. */
@Injectable()
export class ArticleStore implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('articles');
  private readonly outbox: Outbox<ArticleDoc>;

  constructor(
    @InjectModel(ArticleDoc.name) private readonly articles: Model<ArticleDoc>,
    @InjectModel(RevisionDoc.name) private readonly archive: Model<RevisionDoc>,
    private readonly publisher: EventPublisher,
    private readonly meaning: Meaning,
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

  /** Newest first, the article as it is now among them. */
  async revisions(articleId: string): Promise<Article[]> {
    const now = await this.find(articleId);
    const earlier = await this.archive.find({ articleId } as never).lean<RevisionDoc[]>();
    const all = [...(now ? [now] : []), ...earlier.map(({ article }) => article)];
    // What was archived and then not replaced, because somebody else was faster, is both.
    return [...new Map(all.map((article) => [article.revision, article])).values()].toSorted(
      (a, b) => b.revision - a.revision,
    );
  }

  list(filter: { intent?: string | undefined; status?: Article['status'] | undefined }): Promise<Article[]> {
    const { intent, status } = filter;
    const found = this.articles.find({ ...(intent && { intents: intent }), ...(status && { status }) } as never, shown);
    return found.sort({ articleId: 1 }).lean<Article[]>().exec();
  }

  /** The article with its vectors: nobody who follows it has to embed it again. */
  async told(article: Article) {
    const embeddings = await this.meaning.embeddings(article);
    return KbArticle.of({ ...article, ...(embeddings && { embeddings }) });
  }

  /**
   * A change that comes from no event that is being handled, or must not wait for one: the state and its unsent event in
   * one update, then the event is sent. `and` is set with it.
   */
  async command(
    articleId: string,
    rule: (existing: Article | null) => Article,
    { cause, and = {} }: { cause?: Cause; and?: Pick<ArticleDoc, 'reviewsDue'> } = {},
  ): Promise<[Article, changed: boolean]> {
    for (let n = 0; n < 20; n++) {
      /* oxlint-disable no-await-in-loop -- one try after the other is the point */
      const existing = await this.find(articleId);
      const article = rule(existing);
      if (article.revision === existing?.revision) return [article, false];
      const id = eventId(KbArticle.type, articleId, article.revision);
      const pending = this.publisher.stamp(await this.told(article), { id, ...(cause && { cause }) });
      if (!(await this.write(existing, article, { pending }, and))) continue;
      await this.outbox.flush(articleId).catch((e: Error) => this.log.warn(`Article ${articleId} waits: ${e.message}`));
      return [article, true];
    }
    throw new RetryableError(`Article ${articleId} changes too fast: try again.`);
  }

  /** What an event taught before; undefined where it was not taken in yet. */
  async taughtBy(id: string): Promise<Article | undefined> {
    return (await this.articles.findOne({ taughtBy: id } as never, shown).lean<Article | null>()) ?? undefined;
  }

  /** Takes in what an event taught: a redelivery finds it. @throws RetryableError where it was revised meanwhile */
  async taught(existing: Article | null, article: Article, id: string): Promise<Article> {
    if (await this.write(existing, article, { taughtBy: id })) return article;
    throw new RetryableError(`Article ${article.articleId} was revised meanwhile: try again.`);
  }

  private async write(
    existing: Article | null,
    article: Article,
    push: { pending: OutgoingRecord } | { taughtBy: string },
    and: Pick<ArticleDoc, 'reviewsDue'> = {},
  ): Promise<boolean> {
    const { articleId: _id, revision, body } = article;
    const set = { ...article, ...and, ...(body !== existing?.body && { bodySince: revision }) };
    if (existing) {
      if (existing.revision !== revision) await this.keep(existing);
      const { matchedCount } = await this.articles.updateOne(
        { _id, revision: existing.revision },
        { $set: set, $push: push, ...(!article.retraction && { $unset: { retraction: '', reviewsDue: '' } }) },
      );
      return matchedCount > 0;
    }
    try {
      const first = 'pending' in push ? { pending: [push.pending] } : { taughtBy: [push.taughtBy] };
      await this.articles.create({ _id, ...set, ...first });
      return true;
    } catch (error) {
      if ((error as { code?: unknown }).code === 11_000) return false;
      throw error;
    }
  }

  private async keep(article: Article): Promise<void> {
    const { articleId, revision } = article;
    await this.archive.updateOne(
      { _id: `${articleId}@${revision}` },
      { $setOnInsert: { articleId, article } },
      { upsert: true },
    );
  }
}
