import { stamp } from '@throughline/messaging';
import { kafka, makeTopics, readUntil, send, testFlow, uniqueName } from './support/cluster.ts';
import { type Echo, startEcho } from './support/echo.ts';

const run = uniqueName();
const { In, Out, Known, service } = testFlow(run);
const source = { name: 'elsewhere', emits: [In, Known] };
let echo: Echo | undefined;

beforeAll(() => makeTopics([In, Out, Known], service), 60_000);
afterEach(() => echo?.end('SIGKILL'));

const numbered = (from: number, count: number) =>
  Array.from({ length: count }, (_, i) => {
    const n = from + i;
    return stamp(source, In.of({ ticketId: `T-${n}`, customerId: `C-${n % 20}`, turn: 1, n }), { id: `${run}-${n}` });
  });

const numberOf = (message: { value: Buffer | null }): number => JSON.parse(String(message.value)).n as number;

it('loses and doubles nothing when it is killed in the middle of batches', async () => {
  const total = 2_000;
  await send(numbered(0, total));
  for (let kill = 0; kill < 4; kill++) {
    /* oxlint-disable no-await-in-loop -- one life after the other */
    echo = await startEcho(run, { DELAY_MS: '5' });
    // Killed when it has visibly moved on: in the middle of some later batch.
    await readUntil(Out.topic, (seen) => seen.length > kill * 200);
    await echo.end('SIGKILL');
  }
  echo = await startEcho(run);
  await send(numbered(total, 1)); // the last one: what comes after it is doubled
  const seen = await readUntil(
    Out.topic,
    (all) => all.some((m) => numberOf(m) === total) && new Set(all.map(numberOf)).size > total,
  );
  await echo.end('SIGTERM');
  echo = undefined;
  const after = await readUntil(Out.topic, (all) => all.length >= seen.length);
  expect(after).toHaveLength(total + 1);
  expect(new Set(after.map(numberOf)).size).toBe(total + 1);
  expect(new Set(after.map((m) => String(m.headers?.['ce_id']))).size).toBe(total + 1);
}, 180_000);

it('keeps the order of every key', async () => {
  const seen = await readUntil(Out.topic, (all) => all.length > 2_000);
  const last = new Map<string, number>();
  for (const message of seen) {
    const key = String(message.key);
    expect(numberOf(message)).toBeGreaterThan(last.get(key) ?? -1);
    last.set(key, numberOf(message));
  }
}, 60_000);

it('drains on SIGTERM: what was begun is committed, so nothing is handled again', async () => {
  const handled = (): number => (echo?.output().match(/^handled 3\d{3}$/gm) ?? []).length;
  echo = await startEcho(run, { DELAY_MS: '20' });
  await send(numbered(3_000, 100));
  await readUntil(Out.topic, (all) => all.some((m) => numberOf(m) >= 3_000));
  await echo.end('SIGTERM');
  const before = handled();
  echo = await startEcho(run);
  const seen = await readUntil(Out.topic, (all) => new Set(all.map(numberOf)).size >= 2_101);
  expect(seen).toHaveLength(2_101);
  expect(before + handled()).toBe(100);
}, 90_000);

it('reads followed topics from the start, tombstones too, before it is ready', async () => {
  const known = (key: string, n: number) => stamp(source, Known.of({ ticketId: 'T', customerId: key, turn: 1, n }));
  const gone = { ...known('b', 1), value: null };
  await send([known('a', 1), known('b', 1), gone, known('a', 2)]);
  echo = await startEcho(run);
  const [before] = echo.output().split('ready\n');
  expect(before).toMatch(/known a 1[^]*known b gone[^]*known a 2/);
}, 60_000);

it('has a lag of zero in the end', async () => {
  const admin = kafka.admin();
  await admin.connect();
  const [committed] = await admin.fetchOffsets({ groupId: service.name, topics: [In.topic] });
  const ends = await admin.fetchTopicOffsets(In.topic);
  await admin.disconnect();
  expect(committed?.partitions).toHaveLength(3);
  for (const { partition, offset } of committed?.partitions ?? []) {
    expect(Number(offset)).toBe(Number(ends.find((e) => e.partition === partition)?.high));
  }
});
