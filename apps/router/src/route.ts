import {
  type Actor,
  type DataOf,
  type Emitted,
  type Reply,
  ReplyApproved,
  type ReplyDrafted,
  type ReviewDecided,
  ReviewRequested,
} from '@throughline/contracts';
import { judgeDecision, judgeDraft, type Now, type Policy, sends, type Verdict } from '@throughline/guardrails';
import { count } from './metrics.ts';

/** What the router makes of a reply: out, or to a person. */
export type Routed = Emitted<[typeof ReplyApproved, typeof ReviewRequested]>;

type Drafted = DataOf<typeof ReplyDrafted>;
type Decision = DataOf<typeof ReviewDecided>;

/** An agent's reply (or abstention): to the customer where the policy lets it, else to a person. Never throws. */
export function routeDraft(data: Drafted, author: Actor, policy: Policy | undefined, now: Now): Routed {
  const { reply, verdict } = judgeDraft(policy, data, author, now);
  count(verdict, author.kind);
  if (verdict.route === 'approve' && reply) return approved(data, reply, verdict);
  return review(data, `${data.ticketId}.${data.turn}`, verdict);
}

/**
 * A person's decision: their reply goes out unless it breaks a rule that protects others; then it comes back with the
 * reason. Reassigning and closing are the desk's own business: undefined.
 */
export function routeDecision(data: Decision, policy: Policy | undefined, now: Now): Routed | undefined {
  if (!sends(data)) return undefined;
  const { reply, verdict } = judgeDecision(policy, data, now);
  count(verdict, data.by.kind);
  if (verdict.route === 'approve' && reply) return approved(data, reply, verdict);
  return review(data, data.reviewId, verdict, reply);
}

type Evidence = Drafted | Decision;

// Only what travels along; a decision's own fields end here.
const evidence = ({ ticketId, customerId, turn, ticket, triage, draft }: Evidence) => ({
  ticketId,
  customerId,
  turn,
  ticket,
  ...(triage && { triage }),
  ...(draft && { draft }),
});

// Left out, the version is that of the causing event: right where this policy could not be loaded.
const stamped = ({ policyVersion }: Verdict) => (policyVersion === undefined ? {} : { policyVersion });

const approved = (data: Evidence, reply: Reply, verdict: Verdict): Routed =>
  ReplyApproved.of({ ...evidence(data), reply, rules: [...verdict.rules] }, stamped(verdict));

function review(data: Evidence, reviewId: string, verdict: Verdict, refused?: Reply): Routed {
  const { queue, reasons, rules } = verdict;
  return ReviewRequested.of(
    {
      ...evidence(data),
      reviewId,
      kind: 'reply',
      queue,
      reasons: [...reasons],
      rules: [...rules],
      ...(refused && { refused }),
    },
    stamped(verdict),
  );
}
