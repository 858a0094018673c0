import {
  type DataOf,
  type Emitted,
  type Reply,
  ReplyApproved,
  type ReplyDrafted,
  type ReviewDecided,
  ReviewRequested,
} from '@throughline/contracts';
import { gate, type Policy, type Verdict } from '@throughline/guardrails';
import { humanReply } from './human-reply.ts';

/** What the router makes of a reply: out, or to a person. */
export type Routed = Emitted<[typeof ReplyApproved, typeof ReviewRequested]>;

type Drafted = DataOf<typeof ReplyDrafted>;
type Decision = DataOf<typeof ReviewDecided>;

const drafter = { kind: 'agent', id: 'drafter' } as const;

/** An agent's reply (or abstention): to the customer where the policy lets it, else to a person. Never throws. */
export function routeDraft(data: Drafted, policy: Policy | undefined, killSwitch: boolean): Routed {
  const { draft } = data;
  const reply: Reply | undefined =
    draft.kind === 'reply'
      ? { text: draft.text, kind: 'answer', author: drafter, citations: draft.citations }
      : undefined;
  const verdict = gate(policy, { ...data, author: drafter, reply, killSwitch });
  if (verdict.route === 'approve' && reply) return approved(data, reply, verdict);
  return review(data, `${data.ticketId}.${data.turn}`, verdict);
}

/**
 * A person's decision: their reply goes out unless it breaks a rule that protects others; then it comes back with the
 * reason. Reassigning and closing are the desk's own business, and what the
 * knowledge base should say is kb-updater's: undefined.
 */
export function routeDecision(data: Decision, policy: Policy | undefined, killSwitch: boolean): Routed | undefined {
  if (data.action === 'reassign' || data.action === 'close' || data.kind === 'conflict') return undefined;
  const reply = humanReply(data);
  const verdict = gate(policy, { ...data, author: data.by, reply, killSwitch });
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
