import { deadLetterTopic, LetterSettled, retryTopic } from '@throughline/contracts';
import {
  type Letter,
  LetterSettler,
  openLetters,
  type OutgoingRecord,
  placeText,
  readSettlements,
  recordAt,
  redriven,
  type Settling,
  stamp,
} from '@throughline/messaging';
import { kafka, makeTopics, readUntil, send, testFlow, uniqueName } from './support/cluster.ts';
import { type Echo, startEcho } from './support/echo.ts';
import { endOf, lettersOf, options, settledIsRead } from './support/letters.ts';

const run = uniqueName();
const { In, Out, Known, service } = testFlow(run);
const other = { ...service, name: `other-${run}` };
const dlq = deadLetterTopic(In.topic, service.name);
const retry = retryTopic(In.topic, service.name);
const grounds = { by: { kind: 'human', id: 'sam' }, why: 'The rule was put right.' } as const;
const of = { service: service.name };
let echo: Echo;

const sent = (n: number, say?: string): OutgoingRecord =>
  stamp(
    { name: 'elsewhere', emits: [In] },
    In.of({ ticketId: `T-${run}-${n}`, customerId: 'C-1', turn: 1, n, ...(say && { say }) }),
  );
const records: Record<'healable' | 'dropped' | 'broken' | 'huge', OutgoingRecord> = {
  healable: sent(1, 'poison'),
  dropped: sent(2, 'poison'),
  broken: { ...sent(3), value: 'no JSON' },
  huge: { ...sent(4), value: 'x'.repeat(1_000_000) },
};
const letters: Partial<Record<keyof typeof records, Settling>> = {};
const letter = (name: keyof typeof records): Settling => letters[name] as Settling;

/** A letter that is ready to go back to its service. */
async function ready({ letter: about, record }: Settling): Promise<Settling> {
  const result = await redriven(about, record, (place) => recordAt(options, place));
  if ('refused' in result) throw new Error(result.refused);
  return { letter: about, record, send: result.record };
}

async function settle(...settlings: Settling[]): Promise<void> {
  const settler = new LetterSettler(options, grounds);
  try {
    await settler.open();
    await settler.settle(settlings);
  } finally {
    await settler.close();
  }
  await settledIsRead();
}

const open = async (): Promise<Letter[]> => {
  const [all, settled] = [await lettersOf(of), await readSettlements(options)];
  return all.map((l) => l.letter).filter((l) => !settled.has(placeText(l.place)));
};

beforeAll(async () => {
  await makeTopics([In, Out, Known, LetterSettled], service, 1);
  await makeTopics([], other, 1);
  echo = await startEcho(run);
  for (const record of Object.values(records)) await send([record]);
  await readUntil(dlq, (all) => all.length === Object.keys(records).length);
}, 60_000);
afterAll(() => echo.end('SIGKILL'));

it('reads the letters that were there when it began, each with what was wrong and where it came from', async () => {
  const box = await openLetters(options, of);
  await send([sent(5, 'poison')]);
  await readUntil(dlq, (all) => all.length > Object.keys(records).length);
  const found: Settling[] = [];
  await box.read((about, record) => void found.push({ letter: about, record }));
  Object.keys(records).forEach((name, i) => Object.assign(letters, { [name]: found[i] }));
  expect(found.map((l) => l.letter)).toMatchObject([
    { ticketId: `T-${run}-1`, key: 'C-1', reason: 'This one can never work.', errorCode: 'REJECTED', redrives: 0 },
    { ticketId: `T-${run}-2` },
    { reason: expect.stringMatching(/not JSON/), errorCode: 'NOT_AN_EVENT', bytes: 7 },
    { bytes: null },
  ]);
  expect(found.map((l) => l.letter.origin)).toEqual(
    ['0', '1', '2', '3'].map((offset) => ({ topic: In.topic, partition: 0, offset })),
  );
});

it('begins at a time, and ends when it is told to', async () => {
  const last = (await lettersOf(of)).at(-1)?.letter as Letter;
  const after = await lettersOf({ ...of, since: new Date(last.at) });
  expect(after.map((l) => placeText(l.letter.place))).toContain(placeText(last.place));
  expect(await lettersOf({ ...of, since: new Date(Date.now() + 60_000) })).toEqual([]);
  const seen: Letter[] = [];
  await (await openLetters(options, of)).read((about) => seen.push(about) < 2);
  expect(seen).toHaveLength(2);
});

it('reads no more than the places that it is asked for', async () => {
  const { place, origin } = letter('broken').letter;
  for (const places of [[place], [place, place]]) {
    expect((await lettersOf({ places })).map((l) => l.letter.place)).toEqual([place]);
  }
  expect((await lettersOf({ places: [{ ...place, offset: '9999' }] })).length).toBe(0);
  expect((await lettersOf({ places: [origin ?? place] })).map((l) => l.letter.place)).toContainEqual(place);
});

it('passes on what goes wrong while a letter is worked on, and says where there is none', async () => {
  const box = await openLetters(options, of);
  await expect(box.read(() => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
  await expect(openLetters(options, { service: 'nobody' })).rejects.toThrow(
    /no dead letters of a service 'nobody'.*test-/,
  );
  await expect(openLetters(options, { ...of, topic: 'none' })).rejects.toThrow(
    new RegExp(`'none': there are those of ${In.topic}`),
  );
});

it('drops a letter: it stays, and is open no more', async () => {
  await settle(letter('dropped'));
  expect((await open()).map((l) => l.ticketId)).not.toContain(`T-${run}-2`);
  const settlement = (await readSettlements(options)).get(placeText(letter('dropped').letter.place));
  expect(settlement).toMatchObject({ action: 'dropped', by: 'sam', why: grounds.why, times: 1 });
});

it('redrives a letter to its service alone, which handles it this time', async () => {
  await echo.end('SIGTERM');
  echo = await startEcho(run, { HEALED: '1' });
  const before = await endOf(In.topic);
  await settle(await ready(letter('healable')));
  const out = await readUntil(Out.topic, (all) => all.length > 0);
  expect(out.map((m) => JSON.parse(String(m.value)).n)).toEqual([1]);
  // The event that follows is the one that would have followed at first.
  expect(String(out[0]?.headers?.['ce_causationid'])).toBe(records.healable.headers['ce_id']);
  expect(await endOf(In.topic)).toBe(before);
  expect(await endOf(retryTopic(In.topic, other.name))).toBe(0);
});

it('says who redrove it and why, in an event about the ticket', async () => {
  const mine = (all: { value: Buffer | null }[]) => all.filter((m) => String(m.value).includes(`"T-${run}-1"`));
  const [event] = mine(await readUntil(LetterSettled.topic, (all) => mine(all.slice(-1)).length > 0));
  const { place, origin } = letter('healable').letter;
  expect(LetterSettled.schema.parse(JSON.parse(String(event?.value)))).toMatchObject({
    action: 'redriven',
    letter: place,
    origin,
    service: service.name,
    ticketId: `T-${run}-1`,
    customerId: 'C-1',
    turn: 1,
    key: 'C-1',
    ...grounds,
    failure: { reason: 'This one can never work.', errorClass: 'TerminalError', errorCode: 'REJECTED' },
  });
  expect((event as { headers?: object } | undefined)?.headers).toMatchObject({
    ce_subject: Buffer.from(`T-${run}-1`),
    ce_causationid: Buffer.from(records.healable.headers['ce_id'] ?? ''),
  });
});

it('makes a new letter of one that fails again: another place, the same origin', async () => {
  const { place, origin } = letter('broken').letter;
  await settle(await ready(letter('broken')));
  const again = (l: Letter): boolean => l.redriveOf === placeText(place);
  await readUntil(dlq, (all) => all.some((m) => String(m.headers?.['dlq-redrive-of']) === placeText(place)));
  const [found] = (await open()).filter(again);
  expect(found).toMatchObject({ origin, redrives: 1, errorCode: 'NOT_AN_EVENT' });
  expect((await open()).map((l) => placeText(l.place))).not.toContain(placeText(place));
});

it('redrives what was too large for the dead letters with the value that it had', async () => {
  await settle(await ready(letter('huge')));
  const from = placeText(letter('huge').letter.place);
  const all = await readUntil(retry, (seen) => seen.some((m) => String(m.headers?.['dlq-redrive-of']) === from));
  expect(all.at(-1)?.value?.length).toBe(1_000_000);
});

it('commits nothing and leaves no group behind', async () => {
  await lettersOf(of);
  const admin = kafka.admin();
  await admin.connect();
  const { groups } = await admin.listGroups();
  await admin.disconnect();
  expect(groups.filter((g) => g.groupId.startsWith('throughline-reader'))).toEqual([]);
});
