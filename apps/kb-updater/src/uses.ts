import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Citation, EventOf, ReviewDecided, TicketRef, TicketResolved } from '@throughline/contracts';
import type { Model } from 'mongoose';
import { UseDoc } from './schemas.ts';
import { cameBack, overridden, type Tally } from './trial.ts';

type Verdict = NonNullable<UseDoc['verdict']>;

/** Which article was quoted for whom, and how that went on. Every write is idempotent. */
@Injectable()
export class UseStore {
  constructor(@InjectModel(UseDoc.name) private readonly uses: Model<UseDoc>) {}

  /** An answer went out. @returns the articles that it quotes, and those that it speaks against */
  async resolved(event: EventOf<typeof TicketResolved>): Promise<{ cited: string[]; doubted: string[] }> {
    const { data, id, correlationId, policyVersion } = event;
    const before = await this.uses.find({ customerId: data.customerId } as never).lean<UseDoc[]>();
    // Those that speak against it already, too: a crash may have come between that and what follows from it.
    const against = before.filter((use) => use.verdict !== 'for' && cameBack(use, data));
    /* oxlint-disable no-await-in-loop -- few */
    for (const { _id, verdict } of against) if (verdict === null) await this.judge(_id, 'against');
    const cause = { id, correlationId, ...(policyVersion && { policyVersion }) };
    for (const citation of data.reply.citations) {
      const intent = data.triage?.intent?.id ?? null;
      const said = { ...useOf(citation, data, event.time), intent, verdict: null, sent: { resolved: data, cause } };
      await this.add(citation, data, said);
    }
    const cited = data.reply.citations.map(({ articleId }) => articleId);
    return { cited: [...new Set(cited)], doubted: [...new Set(against.map(({ articleId }) => articleId))] };
  }

  /** A reviewer decided. @returns the articles whose quotes the reviewer threw out */
  async decided(event: EventOf<typeof ReviewDecided>): Promise<string[]> {
    const citations = overridden(event);
    for (const citation of citations) {
      const said = { ...useOf(citation, event.data, event.time), verdict: 'against', sent: null };
      // oxlint-disable-next-line no-await-in-loop -- few
      await this.add(citation, event.data, said);
    }
    return [...new Set(citations.map(({ articleId }) => articleId))];
  }

  /** Whoever was answered before `date` and did not come back speaks for the article. */
  async silentSince(date: Date): Promise<void> {
    const silent = await this.uses
      .find({ verdict: null, at: { $lt: date } } as never, { _id: 1 })
      .limit(1_000)
      .lean<UseDoc[]>();
    for (const { _id } of silent) await this.judge(_id, 'for');
  }

  /** Counts of an article's uses, of revisions with its present body. */
  async tally(articleId: string, since: number): Promise<Tally> {
    const uses = await this.uses
      .find({ articleId, revision: { $gte: since } } as never, { verdict: 1 })
      .lean<UseDoc[]>();
    const count = (verdict: UseDoc['verdict']) => uses.filter((use) => use.verdict === verdict).length;
    return { for: count('for'), against: count('against'), open: count(null) };
  }

  /** Those whose reply went out and for which no review was asked yet. */
  async unreviewed(articleId: string): Promise<UseDoc[]> {
    const uses = await this.uses.find({ articleId, reviewId: null } as never).lean<UseDoc[]>();
    return uses.filter(({ sent }) => sent !== null);
  }

  private async add({ articleId }: Citation, { ticketId, turn }: TicketRef, use: object): Promise<void> {
    const _id = `${articleId}@${ticketId}.${turn}`;
    await this.uses.updateOne({ _id }, { $setOnInsert: { ...use, reviewId: null, pending: [] } }, { upsert: true });
  }

  private async judge(_id: string, verdict: Verdict): Promise<void> {
    await this.uses.updateOne({ _id, verdict: null } as never, { $set: { verdict } });
  }
}

const useOf = ({ articleId, revision }: Citation, { ticketId, customerId, turn }: TicketRef, at: string) => ({
  articleId,
  revision,
  ticketId,
  customerId,
  turn,
  intent: null,
  at: new Date(at),
});
