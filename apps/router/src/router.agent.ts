import { Inject } from '@nestjs/common';
import {
  type Draft,
  type EventOf,
  KbArticle,
  PolicyChanged,
  ReplyApproved,
  ReplyDrafted,
  ReviewDecided,
  ReviewRequested,
  services,
} from '@throughline/contracts';
import { authorOf, type Now, type Policy, PolicyStore } from '@throughline/guardrails';
import { Agent, Consumes, type Followed, Follows } from '@throughline/messaging';
import { CONFIG, type ConfigOf } from '@throughline/platform';
import { Articles } from './articles.ts';
import type { Config } from './config.ts';
import { routeDecision, routeDraft } from './route.ts';

/** One gate for every reply, whoever wrote it. The policy is the one that the turn began with. */
@Agent(services.router)
export class RouterAgent {
  constructor(
    private readonly policies: PolicyStore,
    private readonly articles: Articles,
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
  ) {}

  @Consumes(ReplyDrafted, { emits: [ReplyApproved, ReviewRequested] })
  async drafted({ data, policyVersion, source }: EventOf<typeof ReplyDrafted>) {
    const policy = await this.loaded(policyVersion, data.draft);
    return routeDraft(data, authorOf(source), policy, this.now());
  }

  @Consumes(ReviewDecided, { emits: [ReplyApproved, ReviewRequested] })
  async decided({ data, policyVersion }: EventOf<typeof ReviewDecided>) {
    // Of people's replies the quotes are not checked: they know what they say.
    const policy = await this.loaded(policyVersion, data.by.kind === 'agent' ? data.draft : undefined);
    return routeDecision(data, policy, this.now());
  }

  /** The policy, once the articles that are cited have arrived too. Both are waited for at most so long. */
  private async loaded(version: string | undefined, draft: Draft | undefined): Promise<Policy | undefined> {
    const { POLICY_WAIT_MS, ARTICLE_WAIT_MS } = this.config;
    const cited = draft?.kind === 'reply' ? draft.citations : [];
    const [policy] = await Promise.all([
      this.policies.policyFor(version, POLICY_WAIT_MS),
      this.articles.known(cited, ARTICLE_WAIT_MS),
    ]);
    return policy;
  }

  /** Looked at last, when nothing is waited for any more. */
  private now(): Now {
    return { killSwitch: this.policies.killSwitch, quoteProblems: this.articles.problems };
  }

  @Follows(PolicyChanged)
  policy(record: Followed<typeof PolicyChanged>): void {
    this.policies.apply(record);
  }

  @Follows(KbArticle)
  article(record: Followed<typeof KbArticle>): void {
    this.articles.apply(record);
  }
}
