import { defaultPolicySource } from '@throughline/guardrails';
import { inspectWorkspace, problemText } from '@throughline/workspace';
import type { Finding } from '../src/workspace/finding.ts';
import { findingsText } from '../src/workspace/findings-text.ts';
import { mistakesOf } from '../src/workspace/mistakes.ts';
import { overlaps } from '../src/workspace/overlap.ts';
import { weakSpots } from '../src/workspace/weak-spots.ts';
import { folder, removeFolders } from './support/folder.ts';

afterEach(removeFolders);

const taxonomy = `intents:
  - id: track
    title: Track
    hightStakes: true
    examples: [one, two, three, four, five]
  - id: legal
    title: Legal
    highStakes: true
    queue: lawyers
    examples: [I will sue]
`;
const article = '---\nid: tracking\ntitle: Track it\nintents: []\n---\n\nFollow the link.\n';
const ticket = {
  ticketId: 'T-1',
  messageId: 'm-1',
  customerId: 'C-1',
  channel: 'email',
  subject: '',
  body: 'Where?',
  receivedAt: '2026-03-02T08:15:00Z',
};

const inspect = (files: Record<string, string>) => inspectWorkspace(folder({ 'taxonomy.yaml': taxonomy, ...files }));
const told = (findings: readonly Finding[]): string[] => findings.map((f) => `${f.rule} ${problemText(f)}`);

describe('mistakes', () => {
  it("are those of the files, of the policy, and of the policy's intents", async () => {
    const files = await inspect({ 'kb/a.md': 'broken', 'policy.yaml': 'thresholds:\n  confidence: 7\nlimit: {}\n' });
    expect(mistakesOf(files).problems.map(problemText)).toEqual([
      expect.stringMatching(/^kb\/a\.md:1: front matter: is missing/),
      expect.stringMatching(/^policy\.yaml:2: thresholds\.confidence: /),
      expect.stringMatching(/^policy\.yaml:3: limit: unknown field; did you mean 'limits'\?/),
    ]);
    const intents = await inspect({
      'policy.yaml':
        '# lost is named here, too\nhighStakes:\n  intents:\n    track: general\n    lost: general\nhumanQueues: { default: general }\n',
    });
    expect(mistakesOf(intents).problems.map(problemText)).toEqual([
      "policy.yaml:5: highStakes.intents.lost: 'lost' is in no entry of taxonomy.yaml; correct it or add the entry",
    ]);
  });

  it('of a workspace without a policy are those of the default one: none', async () => {
    const { problems, policy } = mistakesOf(await inspect({}));
    expect([problems, policy?.document.humanQueues.default]).toEqual([[], 'general']);
    expect(defaultPolicySource).toContain('default: general');
  });
});

describe('weak spots', () => {
  it('are fields that nobody reads, unknown queues, few examples, no article, no expectation', async () => {
    const tickets = [ticket, { ...ticket, messageId: 'm-2', expect: { intent: null, outcome: 'human', queue: 'vip' } }];
    const found = await inspect({
      'kb/a.md': article,
      'tickets.jsonl': tickets.map((t) => JSON.stringify(t)).join('\n'),
    });
    const { policy } = mistakesOf(found);
    expect(told(weakSpots(found, policy!))).toEqual([
      'unread-field taxonomy.yaml:4: intents.0.hightStakes: nobody reads this field; correct its name or take it out',
      "unknown-queue taxonomy.yaml:9: queue: the policy has no queue 'lawyers'; add it to humanQueues.others",
      "unknown-queue tickets.jsonl:2: expect.queue: the policy has no queue 'vip'; add it to humanQueues.others",
      "few-examples taxonomy.yaml:10: examples: 'legal' has 1 example; 5 are a start, 10 do well",
      expect.stringMatching(/^no-article taxonomy\.yaml:2: id: no article names 'track'/),
      expect.stringMatching(/^no-expect tickets\.jsonl:1: expect: T-1 doesn't say what ought to come of it/),
    ]);
  });
});

describe('overlap', () => {
  /** A vector at an angle: the cosine of two is that of their difference. */
  const at = (degrees: number): Float32Array =>
    new Float32Array([Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]);
  // track: one … five; legal: I will sue.
  const found = async (...degrees: number[]): Promise<string[]> =>
    told(overlaps((await inspect({})).parts.intents, degrees.map(at)));

  it('is told once for a pair, with both places', async () => {
    expect(await found(0, 100, 103, 106, 109, 8)).toEqual([
      expect.stringMatching(
        /^overlap taxonomy\.yaml:5: examples\.0: 'one' is too near to 'I will sue' of 'legal' at taxonomy\.yaml:10 \(cosine 0\.99, its own intent's nearest -0\.17\)/,
      ),
    ]);
  });

  it('is none where the own intent is nearer', async () => {
    expect(await found(0, 3, 103, 106, 109, 350)).toEqual([
      expect.stringMatching(/'I will sue' is too near to 'one' of 'track'.* nearest none\)/),
    ]);
  });

  it('is none where nothing is near', async () => {
    expect(await found(0, 3, 6, 9, 12, 60)).toEqual([]);
  });
});

describe('the text of a check', () => {
  const warning = (n: number): Finding => ({
    severity: 'warning',
    rule: 'no-expect',
    file: 'tickets.jsonl',
    line: n,
    field: 'expect',
    message: 'm\u001b[31m',
  });
  const many = Array.from({ length: 13 }, (_, i) => warning(i + 1));

  it('shows the first ten warnings of a kind, all mistakes, and no control characters', () => {
    const text = findingsText('dir', many);
    expect(text.split('\n')).toHaveLength(13);
    expect(text).toContain('tickets.jsonl:10: warning no-expect: expect: m\\x1b[31m\n… and 3 more of no-expect: --all');
    expect(text).toContain('dir has no mistakes, and 13 warnings.');
    expect(findingsText('dir', many, true).split('\n')).toHaveLength(15);
    const mistakes = many.map((finding): Finding => ({ ...finding, severity: 'mistake', rule: 'mistake' }));
    expect(findingsText('dir', mistakes).split('\n')).toHaveLength(15);
  });
});
