import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cli, type Ended } from './support/cli.ts';
import { folder, put, removeFolders } from './support/folder.ts';

afterEach(removeFolders);

/** A new workspace of the start. */
function start(files: Record<string, string> = {}): string {
  const dir = join(folder(), 'shop');
  expect(cli(['workspace', 'new', dir]).code).toBe(0);
  put(dir, files);
  return dir;
}

interface Checked {
  readonly ok: boolean;
  readonly mistakes: number;
  readonly warnings: number;
  readonly findings: { rule: string; file: string; line: number; field: string; message: string }[];
}

const json = ({ out }: Ended): unknown => JSON.parse(out);
const check = (dir: string, ...flags: string[]) => {
  const ended = cli(['workspace', 'check', dir, '--json', ...flags]);
  return { code: ended.code, ...(json(ended) as Checked) };
};

describe('workspace new', () => {
  it('makes one that has neither mistakes nor weak spots', () => {
    expect(check(start(), '--strict')).toEqual({
      code: 0,
      workspace: expect.stringMatching(/shop$/),
      ok: true,
      mistakes: 0,
      warnings: 0,
      findings: [],
    });
  });

  it('takes an empty folder, and nothing else', () => {
    const dir = folder();
    const made = cli(['workspace', 'new', dir, '--json']);
    expect(json(made)).toMatchObject({ files: expect.arrayContaining([join(dir, 'taxonomy.yaml')]) });
    expect(cli(['workspace', 'new', dir])).toMatchObject({ code: 2, err: expect.stringMatching(/is not empty \(/) });
    const file = join(dir, 'taxonomy.yaml');
    const before = readFileSync(file, 'utf8');
    expect(cli(['workspace', 'new', file])).toMatchObject({ code: 2, err: expect.stringMatching(/is a file/) });
    expect(readFileSync(file, 'utf8')).toBe(before);
  });
});

describe('workspace check', () => {
  it('lists every mistake of every file with its place and the fix', () => {
    const dir = start({
      'policy.yaml': 'humanQueues: { default: general }\nhighStakes:\n  signals: { press: nobody }\n',
      'kb/empty.md': '---\nid: empty\ntitle: Empty\n---\n',
      'customers.jsonl': '{"customerId": 7}\nnope\n',
    });
    const ended = cli(['workspace', 'check', dir]);
    expect(ended.code).toBe(1);
    expect(ended.out.split('\n')).toEqual([
      expect.stringMatching(/^kb\/empty\.md:5: mistake: body: is empty; write the answer/),
      'customers.jsonl:1: mistake: customerId: must be text, not a number; put it in quotes',
      'customers.jsonl:1: mistake: name: is missing; add it',
      'customers.jsonl:1: mistake: email: is missing; add it',
      expect.stringMatching(/^customers\.jsonl:2: mistake: JSON: /),
      expect.stringMatching(/^policy\.yaml:3: mistake: highStakes\.signals\.press: there is no queue 'nobody'/),
      '',
      expect.stringMatching(/has 6 mistakes\. Weak spots are looked for once there are none\.$/),
      '',
    ]);
    expect(check(dir)).toMatchObject({ code: 1, ok: false, mistakes: 6, warnings: 0 });
  });

  it('finds by the models what overlaps and what nobody finds', () => {
    const dir = start();
    const taxonomy = readFileSync(join(dir, 'taxonomy.yaml'), 'utf8');
    const examples = '      - How can I return an item?\n      - I want a lawyer.\n';
    put(dir, {
      'taxonomy.yaml': taxonomy.replace('      - My lawyer', `${examples}      - My lawyer`),
      ...Object.fromEntries(
        ['lamps', 'ovens'].map((what) => [
          `kb/${what}.md`,
          `---\nid: ${what}\ntitle: Growing ${what}\n---\n\nKeep ${what} in a dry place and water them once a year.\n`,
        ]),
      ),
    });
    const { code, mistakes, findings } = check(dir);
    expect([code, mistakes]).toEqual([0, 0]);
    const found = findings.map(({ rule, file, message }) => `${rule} ${file} ${message}`);
    expect(found).toContainEqual(
      expect.stringMatching(
        /^overlap .*'How do I return an item\?' is too near to 'How can I return an item\?' of 'legal'/,
      ),
    );
    expect(findings.filter(({ rule }) => rule === 'out-of-reach').map(({ file }) => file)).toEqual([
      'kb/lamps.md',
      'kb/ovens.md',
    ]);
    expect(check(dir, '--strict').code).toBe(1);
    expect(check(dir, '--quick').findings).toEqual([]);
  });

  it('says where a bound that is stated is not shown, and what it takes', () => {
    const dir = start();
    const taxonomy = readFileSync(join(dir, 'taxonomy.yaml'), 'utf8');
    put(dir, { 'taxonomy.yaml': `${taxonomy}\nbound: { wrong: 0.03 }\noutOfScope: [Do you sell ovens?]\n` });
    const [found, ...others] = check(dir).findings;
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: 'bound', file: 'taxonomy.yaml', field: 'bound' });
    expect(found!.message).toMatch(
      /^all intents: at most 3 % wrong with 95 % confidence is not shown, so people answer: it takes 157 texts at least, and there are \d+\. /,
    );
    const said = cli(['eval', '--workspace', dir, '--json']);
    expect(json(said)).toMatchObject({ bound: [found!.message], metrics: { coverage: 0 } });
  });

  it('asks for a folder', () => {
    expect(cli(['workspace', 'check', join(folder(), 'nowhere')])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/is no folder: `throughline workspace new /),
    });
  });
});

describe('workspace import', () => {
  const csv = 'Ref;Headline;Text;Author\n1;How to pay;By card.;Eve\n2;No text;;Bob\n3;Hours;9 to 5.;Bob\n';
  const flags = ['--map', 'id=Ref', '--map', 'title=Headline', '--map', 'body=Text'];
  const articles = (dir: string, file: string, ...more: string[]): Ended =>
    cli(['workspace', 'import', 'articles', file, '--workspace', dir, ...flags, ...more]);

  it('shows what it would write and writes nothing until it is told to; twice changes nothing', () => {
    const dir = start();
    const file = join(folder({ 'kb.csv': csv }), 'kb.csv');
    const before = readdirSync(join(dir, 'kb'));
    const dry = articles(dir, file);
    expect(dry.code).toBe(3);
    expect(dry.out).toContain('line 2 → kb/1.md (new)\n  ---\n  id: "1"\n  title: How to pay\n');
    expect(dry.out).toContain('Columns that no field takes: Author');
    expect(dry.out).toContain('1 row refused:\n  line 3: body: is missing; add it');
    expect(readdirSync(join(dir, 'kb'))).toEqual(before);
    const done = articles(dir, file, '--write', '--json');
    expect([done.code, json(done)]).toMatchObject([3, { written: true, new: 2, changed: 0, same: 0, refusals: 1 }]);
    expect(readFileSync(join(dir, 'kb/3.md'), 'utf8')).toBe(
      '---\nid: "3"\ntitle: Hours\nintents: []\nquestions: []\n---\n\n9 to 5.\n',
    );
    expect(json(articles(dir, file, '--write', '--json'))).toMatchObject({ new: 0, changed: 0, same: 2 });
    expect(check(dir, '--quick')).toMatchObject({ code: 0, mistakes: 0 });
  });

  it('overwrites nothing without --force', () => {
    const dir = start();
    const file = join(folder({ 'kb.csv': csv }), 'kb.csv');
    articles(dir, file, '--write');
    writeFileSync(file, csv.replace('By card.', 'In cash.'));
    const refused = articles(dir, file, '--write');
    expect(refused).toMatchObject({ code: 3, out: expect.stringContaining("line 2: 'kb/1.md' is there already") });
    expect(readFileSync(join(dir, 'kb/1.md'), 'utf8')).toContain('By card.');
    articles(dir, file, '--write', '--force');
    expect(readFileSync(join(dir, 'kb/1.md'), 'utf8')).toContain('In cash.');
  });

  it('wants what is there to be right first', () => {
    const dir = start({ 'kb/broken.md': 'no front matter' });
    const file = join(folder({ 'kb.csv': csv }), 'kb.csv');
    expect(articles(dir, file)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^throughline: Put right what is there first: kb\/broken\.md:1: front matter: /),
    });
  });

  it('writes nothing of a file that breaks off', () => {
    const dir = start();
    const before = readdirSync(join(dir, 'kb'));
    const file = join(folder({ 'kb.csv': `${csv}4;"Broken" quotes;x;y\n` }), 'kb.csv');
    expect(articles(dir, file, '--write')).toMatchObject({ code: 1, err: expect.stringMatching(/kb\.csv:5: /) });
    expect(readdirSync(join(dir, 'kb'))).toEqual(before);
  });

  it('takes tickets of JSON Lines, any number of them', () => {
    const dir = start();
    const rows = Array.from({ length: 20_000 }, (_, n) =>
      JSON.stringify({ id: n, from: { id: 'C-1' }, text: `Where is parcel ${n}?`, at: '2026-03-02T08:15:00Z' }),
    );
    const file = join(folder({ 'tickets.jsonl': `${rows.join('\n')}\n{"id": 1}\n` }), 'tickets.jsonl');
    const map = ['ticketId=id', 'customerId=from.id', 'body=text', 'receivedAt=at'].flatMap((m) => ['--map', m]);
    const args = [
      'workspace',
      'import',
      'tickets',
      file,
      '--workspace',
      dir,
      ...map,
      '--set',
      'channel=chat',
      '--json',
    ];
    expect(json(cli(args))).toMatchObject({ written: false, rows: 20_001, new: 20_000, refusals: 1, unmapped: [] });
    expect(json(cli([...args, '--write']))).toMatchObject({ written: true, new: 20_000 });
    expect(json(cli([...args, '--write']))).toMatchObject({ new: 0, same: 20_000 });
    expect(readFileSync(join(dir, 'tickets.jsonl'), 'utf8').trimEnd().split('\n')).toHaveLength(20_004);
    expect(existsSync(join(dir, 'tickets.jsonl.new'))).toBe(false);
    expect(check(dir, '--quick')).toMatchObject({ code: 0, mistakes: 0, warnings: 20_000 });
  });

  it('asks for what it needs to know', () => {
    const [dir, file] = [start(), join(folder({ 'kb.csv': csv }), 'kb.csv')];
    const ended = cli(['workspace', 'import', 'articles', file, '--workspace', dir]);
    expect(ended).toMatchObject({ code: 2, err: expect.stringMatching(/No column gives 'title': say --map title=…/) });
    expect(cli(['workspace', 'import', 'articles', file]).code).toBe(2);
    expect(articles(join(dir, 'nowhere'), file).code).toBe(2);
  });
});
