import { deadLetterTopic, TicketEscalated } from '@throughline/contracts';
import { type OutgoingRecord, stamp } from '@throughline/messaging';
import { makeTopics, readUntil, send, testFlow, uniqueName } from './support/cluster.ts';
import { type Echo, startEcho } from './support/echo.ts';

const run = uniqueName();
const { In, Out, Known, service } = testFlow(run);
const dlq = deadLetterTopic(In.topic, service.name);
const source = { name: 'elsewhere', emits: [In] };
let echo: Echo;

beforeAll(async () => {
  await makeTopics([In, Out, Known], service, 1);
  echo = await startEcho(run);
}, 60_000);
afterAll(() => echo.end('SIGTERM'));

const good = (n: number, say?: string): OutgoingRecord =>
  stamp(source, In.of({ ticketId: `T-${run}-${n}`, customerId: 'C-1', turn: 1, n, ...(say && { say }) }));

const bad: [string, OutgoingRecord, RegExp][] = [
  ['no JSON', { ...good(1), value: '{"broken' }, /not JSON/],
  ['no CloudEvent', { ...good(2), headers: {} }, /ce_specversion is missing/],
  ['another type', { ...good(3), headers: { ...good(3).headers, ce_type: 'io.other.v9' } }, /this topic takes/],
  [
    'a wrong field',
    { ...good(4), value: JSON.stringify({ ticketId: 'T', customerId: 'C', turn: 'one', n: 4 }) },
    /turn: Invalid input/,
  ],
  ['a tombstone', { ...good(5), value: null }, /empty/],
  ['a rule that refuses', good(6, 'poison'), /never work/],
];

it('puts every record that cannot be handled there, with the reason, and goes on with the next', async () => {
  for (const [, record] of bad) await send([record]);
  await send([good(99)]);
  const out = await readUntil(Out.topic, (all) => all.length > 0);
  expect(JSON.parse(String(out[0]?.value)).n).toBe(99);
  const letters = await readUntil(dlq, (all) => all.length >= bad.length);
  expect(letters).toHaveLength(bad.length);
  bad.forEach(([, sent, reason], i) => {
    const letter = letters[i];
    expect(String(letter?.headers?.['dlq-reason'])).toMatch(reason);
    expect(letter?.value === null ? null : String(letter?.value)).toBe(sent.value);
    expect(letter?.headers).toMatchObject({ 'dlq-topic': Buffer.from(In.topic), 'dlq-offset': Buffer.from(String(i)) });
    expect(String(letter?.headers?.['dlq-error-class'])).toBe('TerminalError');
    expect(String(letter?.headers?.['dlq-stack'])).toContain('TerminalError');
  });
}, 60_000);

it('gives the ticket of a failed step to a person, once, and none where there is no ticket', async () => {
  const mine = (all: { value: Buffer | null }[]) => all.filter((m) => String(m.value).includes(run));
  const escalated = mine(await readUntil(TicketEscalated.topic, (all) => mine(all).length >= 3));
  const steps = escalated.map((m) => TicketEscalated.schema.parse(JSON.parse(String(m.value))));
  // The ones whose ticket and turn can still be read, though two of them are no event of the contract.
  expect(steps.map((s) => s.ticketId)).toEqual([2, 3, 6].map((n) => `T-${run}-${n}`));
  expect(steps.find((s) => s.ticketId === `T-${run}-6`)).toMatchObject({
    step: service.name,
    reason: 'This one can never work.',
  });
}, 60_000);

it('keeps going where a dead letter would be larger than the broker takes, alone or together', async () => {
  const huge = { ...good(700), value: 'x'.repeat(1_000_000) };
  const many = Array.from({ length: 1_000 }, (_, i) => ({ ...good(1_000 + i), value: 'no JSON' }));
  await send([huge]);
  await send(many);
  await send([good(701)]);
  await readUntil(Out.topic, (all) => all.some((m) => String(m.value).includes('701')));
  const letters = await readUntil(dlq, (all) => all.length >= bad.length + 1 + many.length);
  const letter = letters[bad.length];
  expect(letter).toMatchObject({ value: null, headers: { 'dlq-offset': Buffer.from(String(bad.length + 1)) } });
}, 60_000);

it('takes structured mode too', async () => {
  const event = {
    specversion: '1.0',
    id: 'x-1',
    source: '/mail',
    type: In.type,
    data: { ticketId: 'T', customerId: 'C', turn: 1, n: 500 },
  };
  const headers = { 'content-type': 'application/cloudevents+json; charset=utf-8' };
  await send([{ topic: In.topic, key: 'C', value: JSON.stringify(event), headers }]);
  const out = await readUntil(Out.topic, (all) => all.some((m) => String(m.value).includes('500')));
  expect(out.at(-1)?.headers?.['ce_causationid']?.toString()).toBe('x-1');
}, 30_000);
