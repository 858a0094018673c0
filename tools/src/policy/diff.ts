import { parsePolicy } from '@throughline/guardrails';
import { type KafkaOptions, openLog } from '@throughline/messaging';
import { progress } from '../output/progress.ts';
import { type Change, type Difference, difference } from './difference.ts';
import { pastPolicies } from './past-policies.ts';
import { gateTopics, type PastReply, pastReply } from './past-replies.ts';

/** A past reply that another policy would route otherwise. */
export type Moved = Omit<PastReply, 'verdict' | 'policyVersion'> &
  Difference & {
    readonly at: string;
    /** The version that it was routed by. */
    readonly policyVersion: string;
  };

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
  const log = await openLog(kafka, gateTopics, since);
  const counts = { drafts: 0, decisions: 0, withoutPolicy: 0, unreadable: 0 };
  const moved: Moved[] = [];
  const bar = progress('replies read', log.total);
  try {
    await log.read((record) => {
      bar.step();
      const at = new Date(record.timestamp);
      if (at < since || (until && at >= until)) return;
      const reply = pastReply(record);
      if (reply === 'nothing to send') return;
      if (reply === 'unreadable') {
        counts.unreadable++;
        return;
      }
      const { verdict, policyVersion, ...about } = reply;
      const before = policyVersion === undefined ? undefined : past.get(policyVersion);
      if (!before) {
        counts.withoutPolicy++;
        return;
      }
      counts[reply.event === 'reply.drafted' ? 'drafts' : 'decisions']++;
      const found = difference(verdict(before), verdict(policy));
      if (found) moved.push({ ...about, at: record.timestamp, policyVersion: before.version, ...found });
    });
  } finally {
    bar.stop();
  }
  const times = { since: since.toISOString(), until: until?.toISOString() };
  return { policy: policy.version, ...times, ...counts, ...summary(moved), moved: moved.toSorted(byTime) };
}

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
