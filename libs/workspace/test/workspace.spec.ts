import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import {
  articleText,
  inspectWorkspace,
  problemText,
  readTaxonomy,
  readTone,
  readWorkspace,
  Tone,
  WorkspaceError,
} from '../src/index.ts';

const TAXONOMY = `intents:
  - id: track
    title: Where is my order
    examples: ["Where is it?"]
    colour: ignored
  - id: legal
    title: Legal
    highStakes: true
    queue: legal
    examples: [I will sue]
`;
const ARTICLE = `---
id: tracking
title: "Track it"
intents: [track]
questions: ["Where?"]
---

Follow the link.

It is in the e-mail.
`;
const customer = { customerId: 'C-1', name: 'Ada', email: 'ada@x.example' };
const ticket = {
  ticketId: 'T-1',
  messageId: 'm-1',
  customerId: 'C-404',
  channel: 'email',
  subject: '',
  body: 'Where?',
  receivedAt: '2026-03-02T08:15:00Z',
  expect: { intent: 'track', outcome: 'agent', articleId: 'tracking' },
};
const lines = (...values: object[]): string => values.map((value) => JSON.stringify(value)).join('\n');

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'workspace-'));
});
afterEach(() => rm(dir, { recursive: true }));

async function write(files: Record<string, string>): Promise<void> {
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, file)), { recursive: true });
    await writeFile(join(dir, file), text);
  }
}
async function problems(files: Record<string, string>): Promise<readonly string[]> {
  await write({ 'taxonomy.yaml': TAXONOMY, ...files });
  const error: unknown = await readWorkspace(dir).catch((thrown: unknown) => thrown);
  return error instanceof WorkspaceError ? error.problems.map(problemText) : [`no WorkspaceError but ${String(error)}`];
}

it('reads everything a folder holds', async () => {
  await write({
    'taxonomy.yaml': TAXONOMY,
    'policy.yaml': 'version: 1\n',
    'tone.yaml': 'greeting: Dear {firstName},\n',
    'kb/tracking.md': ARTICLE,
    'customers.jsonl': lines(customer),
    'tickets.jsonl': lines(ticket),
    'reviews.jsonl': lines({ ticketId: 'T-1', action: 'write', reply: 'Soon.' }),
  });
  const { name, ...workspace } = await readWorkspace(dir);
  expect(name).toMatch(/^workspace-/);
  expect(workspace).toEqual({
    intents: [
      { id: 'track', title: 'Where is my order', highStakes: false, examples: ['Where is it?'] },
      { id: 'legal', title: 'Legal', highStakes: true, queue: 'legal', examples: ['I will sue'] },
    ],
    articles: [
      {
        articleId: 'tracking',
        title: 'Track it',
        intents: ['track'],
        questions: ['Where?'],
        body: 'Follow the link.\n\nIt is in the e-mail.',
        file: 'kb/tracking.md',
      },
    ],
    customers: [{ ...customer, history: [] }],
    tickets: [{ ...ticket, wave: 1, tags: [] }],
    reviews: [{ ticketId: 'T-1', action: 'write', reply: 'Soon.' }],
    tone: { ...Tone.parse({}), greeting: 'Dear {firstName},' },
    policySource: 'version: 1\n',
  });
});

describe('the tone', () => {
  it('is the plain one where the file says nothing, or there is no folder', async () => {
    await write({ 'tone.yaml': '# to be written\n' });
    expect([await readTone(dir), await readTone(undefined)]).toEqual([Tone.parse({}), Tone.parse({})]);
  });

  it.each([
    ['greeting: Hello,', 'tone.yaml:1: greeting: must name {firstName} once, and nothing else in braces'],
    ['greeting: Hello {name},', 'tone.yaml:1: greeting: must name {firstName} once, and nothing else in braces'],
    ['otherTicket: See {ticketId} and {queue', 'tone.yaml:1: otherTicket: must name {ticketId} once'],
    ['closing: Yours, {agent}', 'tone.yaml:1: closing: must have no braces'],
    ["closing: ''", 'tone.yaml:1: closing: '],
  ])('has a gap for each thing that is filled in, and no other: %s', async (line, problem) => {
    expect(await problems({ 'tone.yaml': `${line}\n` })).toEqual([expect.stringContaining(problem)]);
    await expect(readTone(dir)).rejects.toThrow('tone.yaml');
  });
});

it('needs nothing but the taxonomy', async () => {
  await write({ 'taxonomy.yaml': `name: Shop\n${TAXONOMY}` });
  expect(await readWorkspace(dir)).toMatchObject({
    name: 'Shop',
    articles: [],
    customers: [],
    tickets: [],
    reviews: [],
  });
});

it('takes byte order marks, Windows line ends and blank lines', async () => {
  await write({
    'taxonomy.yaml': `\uFEFF${TAXONOMY.replaceAll('\n', '\r\n')}`,
    'kb/tracking.md': `\uFEFF${ARTICLE.replaceAll('\n', '\r\n')}`,
    'customers.jsonl': `\uFEFF\r\n${lines(customer)}\r\n\r\n`,
  });
  const { articles, customers } = await readWorkspace(dir);
  expect(articles[0]!.body).toBe('Follow the link.\n\nIt is in the e-mail.');
  expect(customers).toHaveLength(1);
});

it('says where the taxonomy should be', async () => {
  await expect(readWorkspace(join(dir, 'nowhere'))).rejects.toThrow(
    /nowhere has 1 mistake:\n {2}taxonomy\.yaml:1: is missing/,
  );
});

it('lists all mistakes of all files, each with its place', async () => {
  expect(
    await problems({
      'taxonomy.yaml':
        'intents:\n  - id: 7\n    title: Seven\n    examples:\n      - text: more\n  - id: track\n    examples: [a]\n',
      'kb/none.md': 'No front matter.',
      'kb/empty.md': '---\nid: empty\ntitle: Empty\n---\n\n',
      'kb/title.md': '---\nid: title\nintents: track\n---\nText.',
      'customers.jsonl': `${lines(customer)}\n\n{"customerId": "C-2"\n${lines({ ...customer, customerId: 'C-3', email: 1 })}`,
      'tickets.jsonl': lines({ ...ticket, receivedAt: 'yesterday', expect: { intent: 'track', outcome: 'sent' } }),
      'reviews.jsonl': lines({ ticketId: 'T-9', action: 'edit' }),
    }),
  ).toEqual([
    'taxonomy.yaml:2: intents.0.id: must be text, not a number; put it in quotes',
    'taxonomy.yaml:5: intents.0.examples.0: must be text, not a map; put it in quotes',
    'taxonomy.yaml:6: intents.1.title: is missing; add it',
    'kb/empty.md:5: body: is empty; write the answer below the front matter',
    "kb/none.md:1: front matter: is missing; begin with '---', id, title, and '---' again",
    'kb/title.md:2: title: is missing; add it',
    'kb/title.md:3: intents: must be a list, not a string',
    expect.stringMatching(/^customers\.jsonl:3: JSON: .*; each line must be one JSON object$/),
    'customers.jsonl:4: email: must be text, not a number; put it in quotes',
    'tickets.jsonl:1: receivedAt: must be a moment like 2026-03-02T08:15:00Z',
    'tickets.jsonl:1: expect.outcome: is "sent"; must be one of agent, human, closed',
    "reviews.jsonl:1: reply: is missing; 'edit' and 'write' need the text to send",
  ]);
});

it('shows where YAML is broken', async () => {
  const [problem] = await problems({ 'taxonomy.yaml': 'intents:\n  - id: a\n   title: b\n' });
  expect(problem).toMatch(/^taxonomy\.yaml:3: YAML: /);
});

it('finds ids used twice and references that lead nowhere', async () => {
  expect(
    await problems({
      'kb/a.md': ARTICLE,
      'kb/b.md': ARTICLE.replace('[track]', '[track, gone]'),
      'customers.jsonl': lines(customer, customer),
      'tickets.jsonl': lines(ticket, { ...ticket, expect: { intent: 'lost', outcome: 'agent', articleId: 'no' } }),
      'reviews.jsonl': lines({ ticketId: 'T-2', action: 'close' }),
    }),
  ).toEqual([
    "kb/b.md:2: id: 'tracking' is used already at kb/a.md:2; give each its own",
    "customers.jsonl:2: customerId: 'C-1' is used already at customers.jsonl:1; give each its own",
    "tickets.jsonl:2: messageId: 'm-1' is used already at tickets.jsonl:1; give each its own",
    "kb/b.md:4: intents.1: 'gone' is in no entry of taxonomy.yaml; correct it or add the entry",
    "tickets.jsonl:2: expect.intent: 'lost' is in no entry of taxonomy.yaml; correct it or add the entry",
    "tickets.jsonl:2: expect.articleId: 'no' is in no entry of kb/; correct it or add the entry",
    "reviews.jsonl:1: ticketId: 'T-2' is in no entry of tickets.jsonl; correct it or add the entry",
  ]);
});

it('reads tickets of another file instead, and leaves the reviews of its own aside', async () => {
  const review = { ticketId: 'T-1', action: 'close' };
  const files = { 'taxonomy.yaml': TAXONOMY, 'kb/a.md': ARTICLE, 'reviews.jsonl': lines(review) };
  await write({
    ...files,
    'tickets.jsonl': lines(ticket),
    'other/held-out.jsonl': lines({ ...ticket, ticketId: 'H-1' }),
  });
  const tickets = join(dir, 'other/held-out.jsonl');
  expect(await readWorkspace(dir, { tickets })).toMatchObject({ tickets: [{ ticketId: 'H-1' }], reviews: [] });
  await write({ 'other/held-out.jsonl': lines({ ...ticket, channel: 7 }) });
  const { problems: found } = await inspectWorkspace(dir, { tickets });
  expect(found.map(problemText)).toEqual([
    'other/held-out.jsonl:1: channel: must be text, not a number; put it in quotes',
  ]);
});

it('reads the taxonomy without looking at the rest', async () => {
  await write({ 'taxonomy.yaml': TAXONOMY, 'tickets.jsonl': 'broken' });
  expect((await readTaxonomy(dir)).intents.map(({ id }) => id)).toEqual(['track', 'legal']);
});

it('reads the bound and what is out of scope', async () => {
  const bound = 'bound: { wrong: 0.03 }\noutOfScope: [What is the weather like?]\n';
  await write({ 'taxonomy.yaml': bound + TAXONOMY });
  expect(await readTaxonomy(dir)).toMatchObject({
    bound: { wrong: 0.03, confidence: 0.95 },
    outOfScope: ['What is the weather like?'],
  });
});

it.each([
  [
    'bound: { wrong: 3, confidence: 0.95 }\noutOfScope: [x]\n',
    'taxonomy.yaml:1: bound.wrong: must lie between 0 and 1',
  ],
  ['bound: { wrong: 3 % }\noutOfScope: [x]\n', 'taxonomy.yaml:1: bound.wrong: must be a number, not a string'],
  ['bound: { confidence: 0.95 }\noutOfScope: [x]\n', 'taxonomy.yaml:1: bound.wrong: is missing; add it'],
  ['bound: { wrong: 0.03 }\n', 'taxonomy.yaml:1: outOfScope: is missing; a bound is also shown by'],
  ['outOfScope:\n  - x\n  - I will sue\n', "taxonomy.yaml:3: outOfScope.1: is an example of 'legal' too"],
])('says what is wrong with the bound: %j', async (head, message) => {
  expect(await problems({ 'taxonomy.yaml': head + TAXONOMY })).toEqual([expect.stringContaining(message)]);
});

it('tells of a broken folder what it could read, and which fields nobody reads', async () => {
  await write({
    'taxonomy.yaml': TAXONOMY,
    'kb/a.md': ARTICLE.replace('title:', 'titel: x\ntitle:'),
    'kb/b.md': 'broken',
    'customers.jsonl': lines({ ...customer, hobby: { sport: 'chess' } }),
  });
  const { name, parts, taxonomy, problems: found } = await inspectWorkspace(dir);
  expect(name).toMatch(/^workspace-/);
  expect(found.map(problemText)).toEqual([expect.stringMatching(/^kb\/b\.md:1: front matter: is missing/)]);
  expect(taxonomy?.ignored).toEqual([['intents', 0, 'colour']]);
  expect(taxonomy?.at(['intents', 0, 'colour'])).toEqual({ file: 'taxonomy.yaml', line: 5 });
  expect(parts.articles.map(({ ignored, at }) => [ignored, at(['titel']).line])).toEqual([[[['titel']], 3]]);
  expect(parts.customers[0]?.ignored).toEqual([['hobby']]);
});

it('writes an article so that it is read back as the same', async () => {
  const articles = [
    { articleId: 'plain', title: 'Plain', intents: ['track'], questions: ['Where?'], body: 'Here.' },
    {
      articleId: '42',
      title: 'yes: "no" # 1 --- \' {a}',
      intents: [],
      questions: ['- a?', '--- b: c?', `long ${'word '.repeat(60)}?`],
      body: '---\n\n# Heading\n\n--- not front matter\n\n---',
    },
  ];
  await write({ 'taxonomy.yaml': TAXONOMY });
  for (const article of articles) await write({ [`kb/${article.articleId}.md`]: articleText(article) });
  const read = (await readWorkspace(dir)).articles.map(({ file: _file, ...article }) => article);
  expect(read).toEqual(articles.toSorted((a, b) => (a.articleId < b.articleId ? -1 : 1)).map(trimmed));
});

const trimmed = <T extends { questions: string[] }>(article: T): T => ({
  ...article,
  questions: article.questions.map((question) => question.trim()),
});
