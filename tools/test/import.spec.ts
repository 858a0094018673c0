import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectWorkspace } from '@throughline/workspace';
import { Articles, fileName } from '../src/workspace/import/articles.ts';
import { linesOf } from '../src/workspace/import/lines.ts';
import { type Fields, Mapping } from '../src/workspace/import/mapping.ts';
import { openRows, type Row, type Source } from '../src/workspace/import/rows.ts';
import { Tickets } from '../src/workspace/import/tickets.ts';
import { folder, removeFolders } from './support/folder.ts';

afterEach(removeFolders);

async function rowsOf(text: string, source: Omit<Source, 'file'> = {}, name = 'rows.csv') {
  const { columns, rows } = await openRows({ file: join(folder({ [name]: text }), name), ...source });
  const read: Row[] = [];
  for await (const row of rows) read.push(row);
  return { columns, rows: read };
}

describe('CSV', () => {
  it('knows the line on which each row begins', async () => {
    const { columns, rows } = await rowsOf(
      '\uFEFFid,text\r\n1,"two\r\nlines, ""quoted"""\r\n\r\n2,b\r\n3\r\n4,d,e\r\n5,f',
    );
    expect(columns).toEqual(['id', 'text']);
    expect(rows).toEqual([
      { line: 2, cells: { id: '1', text: 'two\nlines, "quoted"' } },
      { line: 5, cells: { id: '2', text: 'b' } },
      { line: 6, cells: {}, refused: 'has 1 cell, the heading has 2' },
      { line: 7, cells: {}, refused: 'has 3 cells, the heading has 2' },
      { line: 8, cells: { id: '5', text: 'f' } },
    ]);
  });

  it.each([
    ['semicolons', 'a;"b, c"\n1;2', {}],
    ['tabs', 'a\t"b, c"\n1\t2', {}],
    ['what it is told', 'a|"b, c"\n1|2', { delimiter: '|' }],
  ])('takes %s', async (_, text, source) => {
    const { rows } = await rowsOf(text, source);
    expect(rows).toEqual([{ line: 2, cells: { a: '1', 'b, c': '2' } }]);
  });

  it('breaks off where quotes are broken: rows may have run into each other', async () => {
    await expect(rowsOf('a,b\n1,"x" y\n2,z')).rejects.toThrow(/rows\.csv:2: .*nothing was written/);
    await expect(rowsOf('a,b\n1,"never ends\n2,z\n')).rejects.toThrow(/rows\.csv:\d: .*nothing was written/);
  });

  it('asks for a heading with a name each, and for a format that it knows', async () => {
    await expect(rowsOf('')).rejects.toThrow(/is empty: a CSV file begins with a heading/);
    await expect(rowsOf('a,b,a\n')).rejects.toThrow(/the heading has 'a' twice/);
    await expect(rowsOf('{}', {}, 'rows.xlsx')).rejects.toThrow(/say --format csv or jsonl/);
  });
});

describe('JSON Lines', () => {
  it('gives nested fields dotted names and refuses what is no object', async () => {
    const { columns, rows } = await rowsOf('{"a":{"b":{"c":1}},"d":[1]}\n\n[1]\nnope\n', {}, 'rows.jsonl');
    expect(columns).toBeUndefined();
    expect(rows).toEqual([
      { line: 1, cells: { 'a.b.c': 1, d: [1] } },
      { line: 3, cells: {}, refused: 'is no JSON object' },
      { line: 4, cells: {}, refused: expect.stringMatching(/^is not JSON: /) },
    ]);
  });
});

describe('a mapping', () => {
  const fields: Fields = { id: {}, title: { required: true }, tags: { as: 'list' }, wave: { as: 'number' } };
  const mapping = (map: string[] = [], set: string[] = []) => new Mapping(fields, { map, set, separator: '|' });
  const row = (cells: Record<string, unknown>): Row => ({ line: 2, cells });

  it('takes columns by name, or as it is told, and constants', () => {
    const told = mapping(['title=Head Line', 'tags=t'], ['wave=2']);
    const cells = { ID: 7, 'Head Line': ' a\r\nb ', title: 'not this', t: 'x | y\nz|', Wave: '9', other: 1, id: null };
    expect(told.valuesOf(row(cells))).toEqual({ id: '7', title: 'a\nb', tags: ['x', 'y', 'z'], wave: 2 });
    expect([told.unmapped(), told.missing()]).toEqual([['title', 'Wave', 'other'], []]);
    expect(mapping().valuesOf(row({ title: ' ', tags: ['a', ' '] }))).toEqual({ tags: ['a'] });
  });

  it('says what is wrong with its flags', () => {
    expect(() => mapping(['title'])).toThrow("'title' should be --map field=column");
    expect(() => mapping([], ['colour=red'])).toThrow(
      "There is no field 'colour': the fields are id, title, tags, wave",
    );
    expect(() => mapping(['title=X']).requireColumns(['a'])).toThrow("There is no column 'X': the columns are a.");
    expect(() => mapping().requireColumns(['id'])).toThrow("No column gives 'title': say --map title=…");
    expect(() => mapping([], ['title=x']).requireColumns(['id'])).not.toThrow();
    const unseen = mapping(['title=x']);
    unseen.valuesOf(row({ y: 1 }));
    expect(unseen.missing()).toEqual(['x']);
  });
});

it.each([
  ['How do I pay, and when?', 'how-do-i-pay-and-when'],
  ['Größe & Maß – Übersicht', 'große-maß-ubersicht'],
  ['../../etc/passwd', 'etc-passwd'],
  ['返品ガイド', '返品ガイド'],
  ['long '.repeat(40), 'long-'.repeat(16).slice(0, -1)],
])('a file name of %j is %j', (text, name) => expect(fileName(text)).toBe(name));

it('no file name can be made of nothing', () => expect(() => fileName('?!')).toThrow(/has a letter or digit/));

const taxonomy = 'intents:\n  - id: pay\n    title: Pay\n    examples: [a]\n';

describe('articles', () => {
  const body = 'By card.';
  const open = async (files: Record<string, string> = {}) => {
    const dir = folder({ 'taxonomy.yaml': taxonomy, ...files });
    return { dir, articles: new Articles(dir, await inspectWorkspace(dir)) };
  };

  it('are new once, and the same from then on', async () => {
    const { dir, articles } = await open();
    const planned = articles.plan({ title: 'How to\npay', body, intents: ['pay'] });
    expect(planned).toMatchObject({ state: 'new', file: 'kb/how-to-pay.md', key: 'kb/how-to-pay.md' });
    await articles.write(planned);
    expect(readFileSync(join(dir, 'kb/how-to-pay.md'), 'utf8')).toBe(planned.text);
    const again = new Articles(dir, await inspectWorkspace(dir));
    expect(again.plan({ title: 'How to pay', body, intents: ['pay'] }).state).toBe('same');
    // What the row says nothing about stays.
    expect(again.plan({ title: 'How to pay', body }).state).toBe('same');
    const changed = again.plan({ title: 'How to pay', body: 'In cash.' });
    expect(changed).toMatchObject({ state: 'changed', text: expect.stringMatching(/- pay\n[^]*In cash\.\n$/) });
  });

  it('are known by their id, wherever they lie', async () => {
    const { articles } = await open({
      'kb/other.md': '---\nid: A 1\ntitle: Pay\n---\nBy card.',
      'kb/a-2.md': 'broken',
    });
    expect(articles.plan({ id: 'A 1', title: 'Pay', body })).toMatchObject({ state: 'same', file: 'kb/other.md' });
    expect(() => articles.plan({ id: 'A 2', title: 'Pay', body })).toThrow(
      /kb\/a-2\.md is there already, and is not this/,
    );
  });

  it('are refused with the reason', async () => {
    const { articles } = await open();
    expect(() => articles.plan({ body })).toThrow(/letter or digit|title: is missing/);
    expect(() => articles.plan({ id: 'x', body })).toThrow('title: is missing; add it');
    expect(() => articles.plan({ title: 'x' })).toThrow('body: is missing; add it');
    expect(() => articles.plan({ title: 'x', body, intents: ['gone'] })).toThrow("intents: 'gone' is in no entry");
  });
});

describe('tickets', () => {
  const row = { customerId: 'C-1', body: 'Where?', receivedAt: '2026-03-02 08:15' };
  const open = async (dir: string) => new Tickets(dir, await inspectWorkspace(dir));

  it('get ids that the same row gets again, and moments in UTC', async () => {
    const tickets = await open(folder({ 'taxonomy.yaml': taxonomy }));
    const { key, text } = tickets.plan(row);
    expect(JSON.parse(text)).toMatchObject({
      ticketId: expect.stringMatching(/^T-[0-9a-f]{12}$/),
      messageId: key,
      channel: 'email',
      subject: '',
      receivedAt: '2026-03-02T08:15:00.000Z',
      wave: 1,
    });
    expect(tickets.plan({ ...row }).key).toBe(key);
    expect(tickets.plan({ ...row, body: 'When?' }).key).not.toBe(key);
    expect(tickets.plan({ ...row, ticketId: '17', channel: 'chat' }).key).toMatch(/^17\.[0-9a-f]{12}$/);
  });

  it('are added behind those that are there; with changes the rest stays as it is', async () => {
    const before = '{"odd": 1}\n\nbroken\n';
    const dir = folder({ 'taxonomy.yaml': taxonomy, 'tickets.jsonl': before });
    const first = await open(dir);
    await first.write(first.plan({ ...row, messageId: 'm-1', 'expect.intent': 'pay', 'expect.outcome': 'agent' }));
    await first.write(first.plan({ ...row, messageId: 'm-2' }));
    await first.commit();
    await first.close();
    const second = await open(dir);
    // What a person added by hand, or another import, stays.
    expect(second.plan({ ...row, messageId: 'm-1' }).state).toBe('same');
    const changed = second.plan({ ...row, messageId: 'm-1', body: 'When?' });
    expect(changed.state).toBe('changed');
    await second.write(changed);
    await second.commit();
    await second.close();
    const lines = readFileSync(join(dir, 'tickets.jsonl'), 'utf8').split('\n');
    expect(lines.slice(0, 3)).toEqual(['{"odd": 1}', '', 'broken']);
    expect(lines.slice(3, 5).map((line) => JSON.parse(line) as object)).toMatchObject([
      { messageId: 'm-1', body: 'When?', expect: { intent: 'pay', outcome: 'agent' } },
      { messageId: 'm-2', body: 'Where?' },
    ]);
    expect(lines.slice(5)).toEqual(['']);
  });

  it('are refused with the reason', async () => {
    const tickets = await open(folder({ 'taxonomy.yaml': taxonomy }));
    expect(() => tickets.plan({ ...row, receivedAt: '02/03/2026' })).toThrow('receivedAt: must be a moment like');
    expect(() => tickets.plan({ ...row, 'expect.intent': 'pay' })).toThrow('expect.outcome: is missing; add it');
    const lost = { ...row, 'expect.intent': 'lost', 'expect.outcome': 'agent' };
    expect(() => tickets.plan(lost)).toThrow("expect.intent: 'lost' is in no entry of taxonomy.yaml");
  });
});

it('reads lines without their ends, also where U+2028 stands in them', async () => {
  const dir = folder({ 'a.txt': '\uFEFFone\r\n\r\ntw\u2028o\nlast' });
  const lines: string[] = [];
  for await (const line of linesOf(join(dir, 'a.txt'))) lines.push(line);
  expect(lines).toEqual(['one', '', 'tw\u2028o', 'last']);
});
