import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PolicyChanged } from '@throughline/contracts';
import { readTopic } from '@throughline/messaging';
import { until } from 'throughline/api';
import type { Timeline } from 'throughline/flow-client';
import { repoRoot } from 'throughline/root';
import {
  decide,
  inState,
  mailbox,
  message,
  openReview,
  post,
  shared,
  timelineWhen,
  withEvents,
} from '../support/flow.ts';

const threat = 'My lawyer will sue you, see you in court!';
const question = 'How can I unsubscribe from the newsletter?';

const dir = mkdtempSync(join(tmpdir(), 'throughline-policy-'));
const usual = join(repoRoot(), 'workspaces/demo-store/policy.yaml');

/** The command, as an operator gives it; not in this process, which goes on meanwhile. */
async function policy(...args: string[]): Promise<string> {
  const bin = join(repoRoot(), 'tools/bin/throughline.mjs');
  const env = { ...process.env, KAFKA_BROKERS: shared.kafka.brokers.join(',') };
  const { stdout } = await promisify(execFile)(process.execPath, [bin, 'policy', ...args], { env });
  return stdout;
}

const stepOf = ({ steps }: Timeline, type: string) => steps.findLast((s) => s.type === type);
const versionOf = (timeline: Timeline, type: string) => stepOf(timeline, type)?.policyVersion;

// Whatever a test left behind, the next files find what they expect.
afterAll(async () => {
  await policy('kill', 'off');
  await policy('activate', usual);
  rmSync(dir, { recursive: true, force: true });
});

describe('a new policy', () => {
  const file = join(dir, 'next.yaml');
  const zebra = 'Hello, a zebra brings it.';

  it('holds for turns that begin from now on, without a restart; a turn keeps the one that it began with', async () => {
    const before = await post(message(threat));
    const beganWith = versionOf(await withEvents(before, 'ticket.opened'), 'ticket.opened');
    const rule = `
  - id: no-zebras
    when: reply.text.contains("zebra")
    effect: block
    authors: [agent, human]
    reason: We have no zebras.
`;
    writeFileSync(file, readFileSync(usual, 'utf8').trimEnd() + rule);
    const { active } = JSON.parse(await policy('activate', file, '--json')) as { active: string };
    expect(active).not.toBe(beganWith);

    const after = await until('a turn that begins with the new policy', async () => {
      const ticketId = await post(message(threat));
      const opened = await withEvents(ticketId, 'ticket.opened');
      return versionOf(opened, 'ticket.opened') === active ? ticketId : undefined;
    });

    const { reviewId } = await openReview(after);
    await decide(reviewId, { action: 'write', text: zebra });
    const refused = await timelineWhen(
      after,
      'comes back',
      (t) => t.steps.filter((s) => s.type === 'review.requested').length === 2,
    );
    expect(stepOf(refused, 'review.requested')).toMatchObject({
      policyVersion: active,
      data: { reasons: ['We have no zebras.'] },
    });
    expect(await mailbox(after)).toEqual([]);

    await decide((await openReview(before)).reviewId, { action: 'write', text: zebra });
    const sent = await inState(before, 'human');
    expect(versionOf(sent, 'reply.approved')).toBe(beganWith);
    expect(await mailbox(before)).toEqual([expect.objectContaining({ text: zebra })]);
  });
});

/** When the switch was turned last: when its record was appended, in milliseconds. */
async function turnedAt(): Promise<number> {
  let at = '';
  await readTopic(shared.kafka, PolicyChanged.topic, ({ key, timestamp }) => {
    if (key?.toString() === 'kill_switch') at = timestamp;
  });
  return Date.parse(at);
}

const stoppedBy = (t: Timeline): boolean =>
  JSON.stringify(stepOf(t, 'review.requested')?.data ?? {}).includes('kill switch') ||
  stepOf(t, 'reply.withheld')?.data?.reason === 'kill_switch';

/** The ticket's timeline once an agent has answered it or people have it. */
const settled = (ticketId: string): Promise<Timeline> =>
  timelineWhen(ticketId, 'is answered or waits', (t) => t.state === 'agent' || t.state === 'waiting');

describe('the kill switch', () => {
  it('turned amid the traffic stops automatic replies, those under way too; people go on', async () => {
    const tickets: string[] = [];
    const ended = new AbortController();
    const turning = policy('kill', 'on').finally(() => ended.abort());
    // oxlint-disable-next-line no-await-in-loop -- one message after the other, as long as the command runs
    while (!ended.signal.aborted) tickets.push(await post(message(question)));
    await turning;
    await until('a reply that the switch stopped', async () => {
      tickets.push(await post(message(question)));
      return stoppedBy(await settled(tickets.at(-1) ?? '')) ? true : undefined;
    });

    const timelines = await Promise.all(tickets.map(settled));
    const sent = timelines.flatMap((t) =>
      t.state === 'agent' ? [Date.parse(stepOf(t, 'reply.delivered')?.at ?? '')] : [],
    );
    const last = Math.max(...sent) - (await turnedAt());
    const figures = `${tickets.length} tickets, ${sent.length} answered, the last ${last} ms after it was turned`;
    process.stdout.write(`kill switch: ${figures}\n`);
    // Once it was heard everywhere nothing goes out: all that was not answered by then is with people.
    const later = await Promise.all([1, 2, 3].map(() => post(message(question))));
    for (const t of await Promise.all(later.map(settled))) expect([t.state, stoppedBy(t)]).toEqual(['waiting', true]);
    for (const t of timelines) {
      // oxlint-disable-next-line no-await-in-loop -- a few, for their mailboxes
      expect(await mailbox(t.ticketId)).toHaveLength(t.state === 'agent' ? 1 : 0);
    }

    const ticketId = later[0] ?? '';
    await decide((await openReview(ticketId)).reviewId, { action: 'write', text: 'Hello, a person says so.' });
    await inState(ticketId, 'human');
  });

  it('turned off lets agents answer again', async () => {
    await policy('kill', 'off');
    await until('an answer by an agent', async () =>
      (await settled(await post(message(question)))).state === 'agent' ? true : undefined,
    );
    expect(await policy('kill', 'off', '--json')).toContain('"killSwitch": "off"');
  });
});
