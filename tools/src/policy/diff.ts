import { type Actor, ReplyDrafted, ReviewDecided } from '@throughline/contracts';
import {
  authorOf,
  judgeDecision,
  judgeDraft,
  type Now,
  parsePolicy,
  type Policy,
  sends,
  type Verdict,
} from '@throughline/guardrails';
import { type IncomingRecord, type KafkaOptions, openLog, readEvent, TerminalError } from '@throughline/messaging';
import { progress } from '../output/progress.ts';
import { type Change, type Difference, difference } from './difference.ts';
import { pastPolicies } from './past-policies.ts';

/** A past reply that another policy would route otherwise. */
export interface Moved extends Difference {
  readonly ticketId: string;
  readonly turn: number;
  readonly at: string;
  /** The event that was routed. */
  readonly event: 'reply.drafted' | 'review.decided';
  readonly eventId: string;
  readonly author: Actor;
  /** The version that it was routed by. */
  readonly policyVersion: string;
}

/** What another policy would have changed. */
export interface PolicyDiff {
  /** The version of the new policy. */
  readonly policy: string;
  readonly since: string;
  readonly until: string | undefined;
  readonly drafts: number;
  readonly decisions: number;
  /** Left out: the version that they were routed by is not in the policy topic, or they name none. */
  readonly withoutPolicy: number;
  /** Left out: records that no version of Throughline can read. */
  readonly unreadable: number;
  readonly toPerson: number;
  readonly toCustomer: number;
  readonly otherQueue: number;
  /** How many replies each rule makes the difference for, the most first. */
  readonly rules: readonly (Pick<Change, 'id' | 'change'> & { readonly replies: number })[];
  /** Oldest first. */
  readonly moved: readonly Moved[];
}

/** Both sides are asked alike: the kill switch and the articles are not now what they were then. */
const then: Now = { killSwitch: false, quoteProblems: () => [] };

/**
 * Reads the replies that went through the gate in a time, drafts and people's decisions, and asks the same gate again:
 * under the policy that each was routed by, and under another. Changes nothing.
 *
 * @throws PolicyError for a text with mistakes; what Kafka does
 */
export async function diffPolicy(
  kafka: KafkaOptions,
  source: string,
  { since, until }: { since: Date; until?: Date | undefined },
): Promise<PolicyDiff> {
  const policy = parsePolicy(source);
  const past = await pastPolicies(kafka);
  const log = await openLog(kafka, [ReplyDrafted.topic, ReviewDecided.topic], since);
  const counts = { drafts: 0, decisions: 0, withoutPolicy: 0, unreadable: 0 };
  const moved: Moved[] = [];
  const bar = progress('replies read', log.total);
  try {
    await log.read((record) => {
      bar.step();
      const at = new Date(record.timestamp);
      if (at < since || (until && at >= until)) return;
      const asked = readAsked(record);
      if (asked === 'nothing to send') return;
      if (asked === undefined) return void counts.unreadable++;
      const before = asked.policyVersion === undefined ? undefined : past.get(asked.policyVersion);
      if (!before) return void counts.withoutPolicy++;
      counts[asked.event === 'reply.drafted' ? 'drafts' : 'decisions']++;
      const found = difference(asked.verdict(before), asked.verdict(policy));
      const { verdict: _, ...about } = asked;
      if (found) moved.push({ ...about, at: record.timestamp, policyVersion: before.version, ...found });
    });
  } finally {
    bar.stop();
  }
  const times = { since: since.toISOString(), until: until?.toISOString() };
  return { policy: policy.version, ...times, ...counts, ...summary(moved), moved: moved.toSorted(byTime) };
}

interface Asked extends Pick<Moved, 'ticketId' | 'turn' | 'event' | 'eventId' | 'author'> {
  readonly policyVersion: string | undefined;
  readonly verdict: (policy: Policy) => Verdict;
}

/** A record as something to ask the gate; undefined where it can't be read. */
function readAsked(record: IncomingRecord): Asked | 'nothing to send' | undefined {
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
    if (error instanceof TerminalError) return undefined;
    throw error;
  }
}

const refOf = ({ ticketId, turn }: { ticketId: string; turn: number }) => ({ ticketId, turn });

function summary(moved: readonly Moved[]): Pick<PolicyDiff, 'toPerson' | 'toCustomer' | 'otherQueue' | 'rules'> {
  const toPerson = moved.filter((m) => m.from.route === 'approve').length;
  const toCustomer = moved.filter((m) => m.to.route === 'approve').length;
  const rules = new Map<string, PolicyDiff['rules'][number]>();
  for (const { id, change } of moved.flatMap((m) => m.rules)) {
    const key = `${change} ${id}`;
    rules.set(key, { id, change, replies: (rules.get(key)?.replies ?? 0) + 1 });
  }
  const sorted = [...rules.values()].toSorted((a, b) => b.replies - a.replies || (a.id < b.id ? -1 : 1));
  return { toPerson, toCustomer, otherQueue: moved.length - toPerson - toCustomer, rules: sorted };
}

const byTime = (a: Moved, b: Moved): number => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
