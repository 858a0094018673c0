import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import { ReviewRequested } from '@throughline/contracts';
import { eventId, EventPublisher } from '@throughline/messaging';
import { Outbox } from '@throughline/platform';
import type { Model } from 'mongoose';
import type { Article } from './article.ts';
import { ArticleStore } from './article.store.ts';
import { queue } from './conflict.ts';
import { ArticleDoc, UseDoc } from './schemas.ts';
import { UseStore } from './uses.ts';

/** Asks for a review of every reply that went out with an article that a person retracted. */
@Injectable()
export class Retractions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('retractions');
  private readonly outbox: Outbox<UseDoc>;

  constructor(
    private readonly store: ArticleStore,
    private readonly uses: UseStore,
    private readonly publisher: EventPublisher,
    @InjectModel(ArticleDoc.name) private readonly articles: Model<ArticleDoc>,
    @InjectModel(UseDoc.name) private readonly docs: Model<UseDoc>,
  ) {
    this.outbox = new Outbox(docs, publisher);
  }

  onApplicationBootstrap(): void {
    this.outbox.start();
  }

  onApplicationShutdown(): void {
    this.outbox.stop();
  }

  /** Asks for those that are due of one article, each once. @returns how many */
  async review(articleId: string): Promise<number> {
    const [article, uses] = [await this.store.find(articleId), await this.uses.unreviewed(articleId)];
    if (article?.status !== 'retracted') return 0;
    for (const use of uses) {
      /* oxlint-disable no-await-in-loop -- one after the other: there may be many */
      const { _id } = use;
      const event = asksAbout(use, article);
      const { reviewId } = event.data;
      const options = { id: eventId(ReviewRequested.type, reviewId), ...(use.sent && { cause: use.sent.cause }) };
      const update = { $set: { reviewId }, $push: { pending: this.publisher.stamp(event, options) } };
      await this.docs.updateOne({ _id, reviewId: null } as never, update);
      await this.outbox.flush(_id).catch((e: Error) => this.log.warn(`Review ${reviewId} waits: ${e.message}`));
    }
    await this.articles.updateOne({ _id: articleId, revision: article.revision }, { $set: { reviewsDue: false } });
    return uses.length;
  }

  /** A reply was under way when its article was retracted: it has to be looked at like those before. */
  async quotedAgain(articleIds: readonly string[]): Promise<void> {
    for (const articleId of articleIds) {
      const article = await this.store.find(articleId);
      if (article?.status === 'retracted' && article.retraction?.by) await this.review(articleId);
    }
  }

  /** What a crash left undone. */
  async sweep(): Promise<void> {
    const due = await this.articles.find({ reviewsDue: true } as never, { _id: 1 }).lean<ArticleDoc[]>();
    for (const { _id } of due) await this.review(_id);
  }
}

function asksAbout({ _id, sent }: UseDoc, { articleId, revision, title, body, retraction }: Article) {
  const { ticketId, customerId, turn, reply, ticket, triage } = sent!.resolved;
  return ReviewRequested.of({
    ticketId,
    customerId,
    turn,
    reviewId: `kb.${_id}`,
    kind: 'conflict',
    queue,
    reasons: [
      `Article ${articleId} ('${title}') was retracted by ${retraction?.by ?? 'its trial'}: ${retraction?.why} This reply had quoted it.`,
    ],
    rules: [],
    ticket,
    ...(triage && { triage }),
    knowledge: { article: { articleId, revision, title, body }, said: reply },
  });
}
