import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { EventOf, ReviewDecided, TicketResolved } from '@throughline/contracts';
import type { Cause } from '@throughline/messaging';
import { CONFIG, type ConfigOf, sweepEvery } from '@throughline/platform';
import type { Model } from 'mongoose';
import { ArticleStore } from './article.store.ts';
import type { Config } from './config.ts';
import { Retractions } from './retractions.ts';
import { ArticleDoc } from './schemas.ts';
import { judged, type Tally } from './trial.ts';
import { UseStore } from './uses.ts';

const HOUR = 3_600_000;

/** Confirms and retires articles on trial by what became of the tickets that they answered. */
@Injectable()
export class Trials implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger('trials');
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly store: ArticleStore,
    private readonly uses: UseStore,
    private readonly retractions: Retractions,
    @InjectModel(ArticleDoc.name) private readonly articles: Model<ArticleDoc>,
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = sweepEvery(this.config.TRIAL_SWEEP_MS, this.log, () => this.sweep(new Date()));
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async resolved(event: EventOf<typeof TicketResolved>): Promise<void> {
    const { cited, doubted } = await this.uses.resolved(event);
    await this.judge(doubted, event);
    await this.retractions.quotedAgain(cited);
  }

  async decided(event: EventOf<typeof ReviewDecided>): Promise<void> {
    await this.judge(await this.uses.decided(event), event);
  }

  async sweep(now: Date): Promise<void> {
    await this.uses.silentSince(new Date(now.getTime() - this.config.TRIAL_SILENCE_HOURS * HOUR));
    const onTrial = await this.store.list({ status: 'trial' });
    await this.judge(onTrial.map(({ articleId }) => articleId));
    await this.retractions.sweep();
  }

  async tally(articleId: string): Promise<Tally> {
    const doc = await this.articles.findById(articleId, { bodySince: 1 }).lean<ArticleDoc | null>();
    return this.uses.tally(articleId, doc?.bodySince ?? 1);
  }

  private async judge(articleIds: readonly string[], cause?: Cause): Promise<void> {
    const { TRIAL_FOR, TRIAL_AGAINST } = this.config;
    for (const articleId of articleIds) {
      /* oxlint-disable no-await-in-loop -- few */
      if ((await this.store.find(articleId))?.status !== 'trial') continue;
      const tally = await this.tally(articleId);
      const limits = { for: TRIAL_FOR, against: TRIAL_AGAINST };
      const at = new Date().toISOString();
      await this.store.command(articleId, (article) => judged(article!, tally, limits, at), {
        ...(cause && { cause }),
      });
    }
  }
}
