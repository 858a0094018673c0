import { type Actor, ReplyDrafted, ReviewDecided } from '@throughline/contracts';
import {
  authorOf,
  judgeDecision,
  judgeDraft,
  type Now,
  type Policy,
  sends,
  type Verdict,
} from '@throughline/guardrails';
import { type IncomingRecord, readEvent, TerminalError } from '@throughline/messaging';

/** The topics of what goes through the gate. */
export const gateTopics = [ReplyDrafted.topic, ReviewDecided.topic];

/** A reply that went through the gate, and what the gate says of it under any policy. */
export interface PastReply {
  readonly ticketId: string;
  readonly turn: number;
  /** The event that was routed. */
  readonly event: 'reply.drafted' | 'review.decided';
  readonly eventId: string;
  readonly author: Actor;
  /** The version that it was routed by. */
  readonly policyVersion: string | undefined;
  readonly verdict: (policy: Policy) => Verdict;
}

/** All policies are asked alike: the kill switch and the articles are not now what they were then. */
const then: Now = { killSwitch: false, quoteProblems: () => [] };

/** The reply in a record; why there is none, else. */
export function pastReply(record: IncomingRecord): PastReply | 'nothing to send' | 'unreadable' {
  try {
    if (record.place.topic === ReplyDrafted.topic) {
      const { id, source, policyVersion, data } = readEvent(ReplyDrafted, record);
      const author = authorOf(source);
      const verdict = (policy: Policy): Verdict => judgeDraft(policy, data, author, then).verdict;
      return { ...refOf(data), event: 'reply.drafted', eventId: id, author, policyVersion, verdict };
    }
    const { id, policyVersion, data } = readEvent(ReviewDecided, record);
    if (!sends(data)) return 'nothing to send';
    const verdict = (policy: Policy): Verdict => judgeDecision(policy, data, then).verdict;
    return { ...refOf(data), event: 'review.decided', eventId: id, author: data.by, policyVersion, verdict };
  } catch (error) {
    // It went to the router's dead letters, not through the gate.
    if (error instanceof TerminalError) return 'unreadable';
    throw error;
  }
}

const refOf = ({ ticketId, turn }: { ticketId: string; turn: number }) => ({ ticketId, turn });
