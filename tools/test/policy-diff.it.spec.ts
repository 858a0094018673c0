import { randomUUID } from 'node:crypto';
import {
  contracts,
  coreServices,
  type DataOf,
  type NewEvent,
  ReplyDrafted,
  ReviewDecided,
} from '@throughline/contracts';
import { policyVersion } from '@throughline/guardrails';
import { applyTopics, sendRecords, stamp, topicConfigs } from '@throughline/messaging';
import { activatePolicy } from '../src/local/load-workspace.ts';
import type { PolicyDiff } from '../src/policy/diff.ts';
import { cli } from './support/cli.ts';
import { folder, removeFolders } from './support/folder.ts';

const kafka = { brokers: (process.env['KAFKA_BROKERS'] ?? '').split(','), clientId: 'policy-diff' };
const run = randomUUID().slice(0, 8);
const id = (n: number): string => `${run}-${n}`;
const since = new Date().toISOString();

const queues = 'humanQueues: { default: general, others: [legal, vip] }';
const old = `# ${run}\n${queues}\nhighStakes: { signals: { legal_threat: legal } }\n`;
const next = `# ${run}
thresholds: { grounding: 0.95 }
limits: { repeatContacts: 3 }
${queues}
highStakes: { signals: { legal_threat: vip } }
rules:
  - id: no-parcels
    when: reply.text.contains("parcel by boat")
    effect: block
    authors: [agent, human]
    reason: No boats.
`;

const { draft, triage } = ReplyDrafted.example;
if (draft.kind !== 'reply') throw new Error('The example is a reply.');
const threat = { ...triage, signals: [{ kind: 'legal_threat', evidence: 'my \u001b[31mlawyer' }] };
const sure = { ...draft, grounding: 0.99 };

const drafted = (n: number, changes: Partial<DataOf<typeof ReplyDrafted>> = {}) =>
  ReplyDrafted.of({ ...ReplyDrafted.example, ticketId: id(n), draft: sure, ...changes });
const decided = (n: number, changes: Partial<DataOf<typeof ReviewDecided>> = {}) =>
  ReviewDecided.of({ ...ReviewDecided.example, ticketId: id(n), ...changes });

const sender = { name: 'drafter', emits: [ReplyDrafted, ReviewDecided] };
const recordOf = (
  event: NewEvent<DataOf<typeof ReplyDrafted>> | NewEvent<DataOf<typeof ReviewDecided>>,
  version = policyVersion(old),
) => stamp(sender, event, { id: randomUUID(), cause: { id: 'c', correlationId: 'c', policyVersion: version } });

let file = '';

beforeAll(async () => {
  await applyTopics(kafka, topicConfigs(contracts, coreServices, { partitions: 2, replicationFactor: 1 }));
  await activatePolicy(kafka, old, { kind: 'human', id: 'test' });
  file = `${folder({ 'next.yaml': next, 'wrong.yaml': 'limits: { amount: much }' })}/next.yaml`;
  await sendRecords(kafka, [
    recordOf(drafted(1)), // sent under both
    recordOf(drafted(2, { draft })), // not grounded enough any more
    recordOf(drafted(3, { turn: 2 })), // the second contact may be answered now
    recordOf(drafted(4, { triage: threat })), // to another queue
    recordOf(decided(5, { action: 'write', text: 'It is a parcel by boat.' })), // no person may say so
    recordOf(decided(6, { action: 'write', text: 'It is on its way.' })), // sent under both
    recordOf(decided(7, { action: 'close' })), // sends nothing
    recordOf(drafted(8, { draft }), 'b1946ac92492d234'), // nobody knows that policy
    { ...recordOf(drafted(9)), value: '{}' },
  ]);
}, 120_000);
afterAll(removeFolders);

const diff = (...args: string[]) => cli(['policy', 'diff', file, '--since', since, ...args]);

/** What the command says of this test's tickets; others may use the same broker. */
function read(...args: string[]): PolicyDiff {
  const { code, out } = diff('--json', ...args);
  expect(code).toBe(0);
  return JSON.parse(out) as PolicyDiff;
}

it('names every past reply that would go another way, both ways, and the rules that make the difference', () => {
  const found = read();
  expect(found).toMatchObject({
    policy: policyVersion(next),
    drafts: 4,
    decisions: 2,
    withoutPolicy: 1,
    unreadable: 1,
    toPerson: 2,
    toCustomer: 1,
    otherQueue: 1,
  });
  const byTicket = found.moved.toSorted((a, b) => (a.ticketId < b.ticketId ? -1 : 1));
  const [sent, general] = [{ route: 'approve' }, { route: 'review', queue: 'general' }];
  expect(byTicket).toMatchObject([
    {
      ticketId: id(2),
      event: 'reply.drafted',
      author: { id: 'drafter' },
      policyVersion: policyVersion(old),
      from: sent,
      to: general,
      rules: [{ id: 'grounding', change: 'added', evidence: '0.91 < 0.95' }],
    },
    { ticketId: id(3), turn: 2, from: general, to: sent, rules: [{ id: 'repeat-contact', change: 'gone' }] },
    {
      ticketId: id(4),
      from: { queue: 'legal' },
      to: { queue: 'vip' },
      rules: [{ id: 'signal.legal_threat', change: 'queue' }],
    },
    {
      ticketId: id(5),
      event: 'review.decided',
      author: { kind: 'human' },
      from: sent,
      to: general,
      rules: [{ id: 'no-parcels', change: 'added', reason: 'No boats.' }],
    },
  ]);
  expect(found.rules).toContainEqual({ id: 'grounding', change: 'added', replies: 1 });
});

it('looks only at the time that was asked for', () => {
  expect(read('--until', since)).toMatchObject({ drafts: 0, decisions: 0, moved: [] });
  expect(cli(['policy', 'diff', file, '--since', new Date(Date.now() + 3_600_000).toISOString()]).out).toMatch(
    /^All 0 drafts and 0 decisions since .* would go the same way/,
  );
});

it('tells people in a table, the newest of them, with counts and no control characters', () => {
  const { code, out } = diff('--limit', '3');
  expect(code).toBe(0);
  expect(out).toContain('4 of 4 drafts and 2 decisions since');
  expect(out).toContain('the newest 3 shown');
  expect(out).toMatch(/-\s?repeat-contact|\+no-parcels/);
  expect(out).toMatch(/legal +vip +~signal\.legal_threat/);
  expect(out).toMatch(/1 event left out/);
  expect(out).not.toContain('\u001b');
});

it('of what is under the policy already is nothing', () => {
  const same = `${folder({ 'old.yaml': old })}/old.yaml`;
  expect(cli(['policy', 'diff', same, '--since', since]).out).toContain('would go the same way');
});

it('refuses a policy with mistakes, and a command line that says no time', () => {
  const wrong = cli(['policy', 'diff', file.replace('next', 'wrong'), '--since', '1h']);
  expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('1:19 limits.amount:') });
  expect(cli(['policy', 'diff', file])).toMatchObject({ code: 2, err: expect.stringContaining('--since') });
  expect(cli(['policy', 'diff', file, '--since', 'soon'])).toMatchObject({ code: 2 });
});
