import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Report } from '../src/eval/report.ts';
import { cli } from './support/cli.ts';
import { folder, put, removeFolders } from './support/folder.ts';

afterAll(removeFolders);

/** A new workspace of the start, with a name that would be markup. */
function start(): string {
  const dir = join(folder(), 'shop');
  cli(['workspace', 'new', dir]);
  const file = join(dir, 'taxonomy.yaml');
  put(dir, { 'taxonomy.yaml': readFileSync(file, 'utf8').replace('name: My shop', 'name: My <script>shop</script>') });
  return dir;
}

const read = (file: string): Report => JSON.parse(readFileSync(file, 'utf8')) as Report;

describe('eval', () => {
  const dir = start();
  const [report, page] = [join(dir, 'report.json'), join(dir, 'page.html')];

  it("takes a workspace's tickets through the agents, without a broker, and writes what came of them", () => {
    const ended = cli(['eval', '--workspace', dir, '--report', report, '--html', page]);
    expect(ended).toMatchObject({ code: 0, err: '' });
    expect(ended.out).toMatch(/high stakes that came to a person +100\.0 % +0\.0 % … 100\.0 % +1\n/);
    const { metrics, intervals, cases } = read(report);
    expect(cases.map(({ ticketId, route, queue }) => [ticketId, route, queue])).toEqual([
      ['T-1', 'sent', null],
      ['T-2', 'sent', null],
      ['T-3', 'person', 'legal'],
      ['T-4', 'person', 'general'],
    ]);
    expect(metrics).toMatchObject({
      highStakesRecall: 1,
      coverage: 0.5,
      sentPrecision: 1,
      intentAccuracy: 1,
      oosAcceptRate: 0,
      citationValidity: 1,
      tokens: 0,
      costUsd: 0,
    });
    expect(intervals['coverage']).toMatchObject({ n: 4 });
    expect(JSON.stringify(cases)).not.toContain('rain trousers');
  });

  it('draws a page that stands by itself, everything escaped', () => {
    const markup = readFileSync(page, 'utf8');
    expect(markup.match(/<svg /g)).toHaveLength(3);
    expect(markup).toContain('None was taken for another.');
    expect(markup).toContain('My &lt;script&gt;shop');
    expect(markup).not.toMatch(/<script|<link|<img|src=|href=/);
  });

  it('takes other tickets, and says what is more than noise beside an earlier report', () => {
    const asked = [1, 2, 3].map((n) => ({
      ticketId: `H-${n}`,
      messageId: `H-${n}`,
      customerId: 'unknown',
      channel: 'chat',
      subject: '',
      body: 'How do I send something back to you?',
      receivedAt: `2026-04-0${n}T08:00:00Z`,
      expect: { intent: 'returns', outcome: 'agent', articleId: 'return-item' },
    }));
    put(dir, { 'held-out.jsonl': asked.map((ticket) => JSON.stringify(ticket)).join('\n') });
    const tickets = join(dir, 'held-out.jsonl');
    const ended = cli(['eval', '--workspace', dir, '--tickets', tickets, '--compare', report, '--json']);
    expect(ended.code).toBe(0);
    const found = JSON.parse(ended.out) as Report;
    expect(found).toMatchObject({ tickets, messages: 3, comparison: { shared: 0, onlyBefore: 4, onlyAfter: 3 } });
    // The first answer is remembered: whoever asks the same again gets a person.
    expect(found.cases.map(({ route }) => route)).toEqual(['sent', 'person', 'person']);
  });

  it('says at once what it can not work with', () => {
    const run = (...flags: string[]) => cli(['eval', '--workspace', dir, ...flags]);
    expect(run('--tickets', join(dir, 'nowhere.jsonl'))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/nowhere\.jsonl is no file/),
    });
    expect(run('--compare', join(dir, 'taxonomy.yaml'))).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is no report of this version of `eval`/),
    });
    put(dir, { 'bare.jsonl': '{"ticketId": 7}\n' });
    expect(run('--tickets', join(dir, 'bare.jsonl'))).toMatchObject({
      code: 1,
      err: expect.stringMatching(/bare\.jsonl:1: ticketId: must be text/),
    });
  });
});
