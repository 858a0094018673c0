import { stripVTControlCharacters as plain } from 'node:util';
import type { Letter } from '@throughline/messaging';
import { Groups, pattern } from '../src/dlq/groups.ts';
import { asText as listText } from '../src/dlq/list.ts';
import { outcomeText } from '../src/dlq/outcome.ts';
import { asText as letterText } from '../src/dlq/show.ts';
import { shortened, visible } from '../src/output/visible.ts';
import { letter } from './support/letter.ts';

const groupsOf = (...all: Letter[]) => {
  const groups = new Groups();
  all.forEach((l) => groups.add(l));
  return groups.all();
};

describe('what others wrote', () => {
  it('moves no cursor, changes no colour, hides nothing', () => {
    expect(visible('a\u001b[2Jb\u0007\r\u009bc\u202ed\u200be\nf')).toBe(
      'a\\x1b[2Jb\\x07\\x0d\\x9bc\\u202ed\\u200be\\x0af',
    );
  });

  it('keeps its lines where there is room for them, and its letters everywhere', () => {
    expect(visible('Grüße 👋\n\tзавтра\u001b', { lines: true })).toBe('Grüße 👋\n\tзавтра\\x1b');
  });

  it('is cut to one line', () => {
    expect(shortened('one\n  two   three', 10)).toBe('one two t…');
  });
});

describe('causes', () => {
  it.each([
    ['Unexpected token "a" at position 17', 'Unexpected token "…" at position #'],
    ["ticket T-17 of 'C-1' is closed", "ticket # of '…' is closed"],
    ['review 0b6a3f0e-58a8-4d0e-9a39-2b6a9f7f2f11 is gone', 'review # is gone'],
  ])('%s: %s', (reason, expected) => expect(pattern(reason)).toBe(expected));

  it('are counted, the most frequent first, with when they began and ended', () => {
    const groups = groupsOf(
      letter({ reason: 'away', errorCode: undefined, errorClass: 'Error' }),
      letter({ reason: 'line 3', at: '2026-03-02T09:00:00.000Z' }),
      letter({ reason: 'line 1', at: '2026-03-02T08:00:00.000Z' }),
    );
    expect(groups).toMatchObject([
      { letters: 2, reason: 'line #', first: '2026-03-02T08:00:00.000Z', last: '2026-03-02T09:00:00.000Z' },
      { letters: 1, code: 'Error', reason: 'away' },
    ]);
  });
});

it('lists letters with their causes, and says how many it does not show', () => {
  const settled = { action: 'dropped', by: 'sam', at: '', why: '', times: 1 } as const;
  const shown = [{ letter: letter({ redrives: 1, ticketId: 'T-\u001b[31m' }), settled }];
  const text = plain(listText({ all: true, total: 1_200, groups: groupsOf(letter()), shown }));
  expect(text.split('\n')).toEqual([
    'time                 service  place                                    error         reason                       ticket      settled',
    '2026-03-02 08:15:00  triage   support.ticket.opened.v1.triage.dlq/0@7  INVALID_DATA  (redrive 1) turn: Too small  T-\\x1b[31m  dropped by sam',
    '',
    '1,200 dead letters, the newest 1 shown: --limit for more',
    '',
    'letters  service  topic                     error         reason           first                last',
    '1        triage   support.ticket.opened.v1  INVALID_DATA  turn: Too small  2026-03-02 08:15:00  2026-03-02 08:15:00',
  ]);
  expect(listText({ all: false, total: 0, groups: [], shown: [] })).toBe('No open dead letters.');
});

it('shows all of a letter', () => {
  const record = {
    place: letter().place,
    key: Buffer.from('C-1'),
    timestamp: letter().at,
    value: Buffer.from('{"body":"hi \\u001b[31m there","n":1}'),
    headers: { ce_id: 'e-1', 'x-\u0007': 'bell', 'dlq-stack': 'Error: no\n    at\u001b here' },
  };
  const settled = {
    action: 'redriven',
    by: 'sam',
    at: '2026-03-03T00:00:00.000Z',
    why: 'put right',
    times: 1,
  } as const;
  const text = plain(letterText({ letter: letter(), record, settled }));
  for (const part of [
    /^letter +support\.ticket\.opened\.v1\.triage\.dlq\/0@7$/m,
    /^made of +support\.ticket\.opened\.v1\/3@41$/m,
    /^error +TerminalError INVALID_DATA$/m,
    /^state +redriven by sam at 2026-03-03T00:00:00\.000Z: put right$/m,
    /^ {2}x-\\x07 +bell$/m,
    /^ {4}"body": "hi \\u001b\[31m there",$/m,
    /^ {6}at\\x1b here$/m,
  ]) {
    expect(text).toMatch(part);
  }
  expect(
    letterText({ letter: letter({ bytes: null }), record: { ...record, value: null }, settled: undefined }),
  ).toMatch(/open[^]*too large to be kept/);
  expect(
    letterText({ letter: letter(), record: { ...record, value: Buffer.from([0xff, 0]) }, settled: undefined }),
  ).toContain('base64: /wA=');
});

it('tells what came of a redrive', () => {
  const outcome = {
    action: 'redrive',
    dryRun: false,
    settled: 1,
    topics: { 'a.b.retry': 1 },
    interrupted: true,
  } as const;
  const refused = [{ place: 'a.b.dlq/0@1', reason: 'it is gone' }];
  expect(plain(outcomeText({ ...outcome, refused, refusals: 3 }))).toBe(
    [
      'Redrove 1 letter. Interrupted: the rest is as it was.',
      'letters  to\n1        a.b.retry',
      'Left 3 letters as they are:',
      '  a.b.dlq/0@1: it is gone',
      '  … and 2 more',
    ].join('\n\n'),
  );
});
