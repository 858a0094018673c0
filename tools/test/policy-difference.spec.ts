import type { FiredRule } from '@throughline/contracts';
import type { Verdict } from '@throughline/guardrails';
import { type Change, difference } from '../src/policy/difference.ts';
import type { PolicyDiff } from '../src/policy/diff.ts';
import { diffText } from '../src/policy/diff-text.ts';

const rule = (id: string, effect: FiredRule['effect'] = 'review'): FiredRule => ({ id, effect, reason: 'R.' });
const verdict = (rules: FiredRule[], queue = 'general', queuedBy?: string): Verdict => ({
  route: rules.some((r) => r.effect !== 'observe') ? 'review' : 'approve',
  queue,
  queuedBy,
  reasons: [],
  rules,
});

describe('two policies', () => {
  it.each([
    ['send it both', verdict([]), verdict([rule('vip', 'observe')])],
    ['give it to the same people', verdict([rule('a')]), verdict([rule('b')])],
    ['send it, whatever the queue would have been', verdict([], 'legal'), verdict([], 'vip')],
  ])('that %s make no difference', (_, before, after) => {
    expect(difference(before, after)).toBeUndefined();
  });

  const changes = (before: Verdict, after: Verdict) =>
    difference(before, after)?.rules.map(({ change, id }): Change => ({ change, id }));

  it('that differ do so by the rules that act under one of them only', () => {
    expect(changes(verdict([rule('a', 'observe')]), verdict([rule('a'), rule('b', 'observe')]))).toEqual([
      { change: 'added', id: 'a' },
    ]);
    expect(changes(verdict([rule('a')]), verdict([]))).toEqual([{ change: 'gone', id: 'a' }]);
  });

  it('that name other people differ by the rules that named them', () => {
    const [a, b] = [rule('a'), rule('b')];
    expect(changes(verdict([a, b], 'legal', 'a'), verdict([a, b], 'vip', 'b'))).toEqual([
      { change: 'queue', id: 'a' },
      { change: 'queue', id: 'b' },
    ]);
    expect(changes(verdict([a]), verdict([a], 'other'))).toEqual([]);
  });
});

it('a difference that no rule makes is told as one of queues', () => {
  const moved = {
    ticketId: 'T-1',
    turn: 1,
    at: '2026-03-02T08:15:00.000Z',
    event: 'reply.drafted',
    eventId: 'e',
    author: { kind: 'agent', id: 'drafter' },
    policyVersion: 'p',
    from: { route: 'review', queue: 'general' },
    to: { route: 'review', queue: 'other' },
    rules: [],
  } as const;
  const counts = {
    drafts: 1,
    decisions: 0,
    withoutPolicy: 0,
    unreadable: 0,
    toPerson: 0,
    toCustomer: 0,
    otherQueue: 1,
  };
  const diff: PolicyDiff = { policy: 'n', since: 's', until: undefined, ...counts, rules: [], moved: [moved] };
  expect(diffText(diff, 50)).toMatch(/T-1 .* general +other +the intent's or the default queue/);
  expect(diffText(diff, 50)).not.toContain('replies  rule');
});
