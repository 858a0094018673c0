// 10,000 records that nobody can handle, good ones in between: the service neither falls nor stumbles.
import { deadLetterTopic, retryTopic, TicketEscalated } from '@throughline/contracts';
import { deleteTopics, stamp } from '@throughline/messaging';
import * as fc from 'fast-check';
import { brokers, makeTopics, readUntil, sendRaw, testFlow, uniqueName } from './support/cluster.ts';
import { type Echo, startEcho } from './support/echo.ts';
import { poison, type RawRecord } from './support/poison.ts';

const seed = Number(process.env['POISON_SEED'] ?? Date.now() % 2 ** 31);
const count = 10_000;
const run = uniqueName();
const { In, Out, Known, service } = testFlow(run);
const source = { name: 'elsewhere', emits: [In] };
let echo: Echo;

beforeAll(async () => {
  await makeTopics([In, Out, Known], service);
  echo = await startEcho(run);
}, 60_000);
afterAll(async () => {
  await echo.end('SIGTERM');
  // Thousands of tickets of one customer, which whoever consumes them on this cluster would have to take in one by one.
  await deleteTopics({ brokers, clientId: 'test' }, [TicketEscalated.topic], []);
}, 60_000);

const good = (n: number): RawRecord =>
  stamp(source, In.of({ ticketId: `T-${n}`, customerId: `C-${n % 50}`, turn: 1, n }), { id: `good-${n}` });

it(`puts all of it into the dead letters with a reason, and handles what is good (POISON_SEED=${seed})`, async () => {
  const bad = fc.sample(poison(In, service.name), { numRuns: count, seed });
  await sendRaw(bad.flatMap((record, i) => (i % 10 === 9 ? [record, good(i)] : [record])));
  const letters = await readUntil(deadLetterTopic(In.topic, service.name), (all) => all.length >= count, 90_000);
  const out = await readUntil(Out.topic, (all) => all.length >= count / 10);

  expect(out.map((m) => (JSON.parse(String(m.value)) as { n: number }).n).toSorted((a, b) => a - b)).toEqual(
    Array.from({ length: count / 10 }, (_, i) => i * 10 + 9),
  );
  const header = (i: number, name: string): string => String(letters[i]?.headers?.[name] ?? '');
  expect(letters.flatMap((_, i) => (header(i, 'dlq-reason') && header(i, 'dlq-error-class') ? [] : [i]))).toEqual([]);
  // Every one of them, each once: none was tried again, none stands for two.
  const inRetry = bad.filter((r) => r.topic === retryTopic(In.topic, service.name)).length;
  const places = letters.flatMap((_, i) =>
    header(i, 'dlq-topic') === In.topic ? [`${header(i, 'dlq-partition')}/${header(i, 'dlq-offset')}`] : [],
  );
  expect(letters).toHaveLength(count);
  expect(inRetry).toBeGreaterThan(count / 100);
  expect(new Set(letters.map((_, i) => header(i, 'dlq-attempts')))).toEqual(new Set(['1']));
  expect(places.length).toBeGreaterThanOrEqual(count - inRetry);

  // The same process, ready all the time: nothing made the engine start again.
  expect(echo.process.exitCode ?? echo.process.signalCode).toBeNull();
  expect(echo.output().split('ready\n').at(0)).not.toBe(echo.output());
  expect(echo.output()).not.toMatch(/^away$/m);
}, 120_000);
