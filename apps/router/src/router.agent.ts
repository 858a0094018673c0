import { Inject } from '@nestjs/common';
import {
  type EventOf,
  PolicyChanged,
  ReplyApproved,
  ReplyDrafted,
  ReviewDecided,
  ReviewRequested,
  services,
} from '@throughline/contracts';
import { PolicyStore } from '@throughline/guardrails';
import { Agent, Consumes, type Followed, Follows } from '@throughline/messaging';
import { CONFIG, type ConfigOf } from '@throughline/platform';
import type { Config } from './config.ts';
import { routeDecision, routeDraft } from './route.ts';

/** One gate for every reply, whoever wrote it. The policy is the one that the turn began with. */
@Agent(services.router)
export class RouterAgent {
  constructor(
    private readonly policies: PolicyStore,
    @Inject(CONFIG) private readonly config: ConfigOf<typeof Config>,
  ) {}

  @Consumes(ReplyDrafted, { emits: [ReplyApproved, ReviewRequested] })
  async drafted({ data, policyVersion }: EventOf<typeof ReplyDrafted>) {
    const policy = await this.policies.policyFor(policyVersion, this.config.POLICY_WAIT_MS);
    return routeDraft(data, policy, this.policies.killSwitch);
  }

  @Consumes(ReviewDecided, { emits: [ReplyApproved, ReviewRequested] })
  async decided({ data, policyVersion }: EventOf<typeof ReviewDecided>) {
    const policy = await this.policies.policyFor(policyVersion, this.config.POLICY_WAIT_MS);
    return routeDecision(data, policy, this.policies.killSwitch);
  }

  @Follows(PolicyChanged)
  policy(record: Followed<typeof PolicyChanged>): void {
    this.policies.apply(record);
  }
}
