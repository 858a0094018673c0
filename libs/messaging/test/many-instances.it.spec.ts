import { type IncomingRecord, readTopic, stamp } from '@throughline/messaging';
import type { KafkaMessage } from 'kafkajs';
import { brokers, kafka, makeTopics, readUntil, send, testFlow, uniqueName } from './support/cluster.ts';
import { type Echo, startEcho } from './support/echo.ts';

const run = uniqueName();
const { In, Out, Known, service } = testFlow(run);
const source = { name: 'elsewhere', emits: [In] };
const total = 6_000;
let sent = 0;
const running = new Set<Echo>();

/** Slow enough that a wave is still at work when something happens to it. */
const start = async (): Promise<Echo> => {
  const echo = await startEcho(run, { DELAY_MS: '150' });
  running.add(echo);
  return echo;
};
const end = async (echo: Echo, signal: NodeJS.Signals): Promise<void> => {
  running.delete(echo);
  await echo.end(signal);
};

beforeAll(() => makeTopics([In, Out, Known], service, 6), 60_000);
afterAll(() => Promise.all([...running].map((echo) => end(echo, 'SIGKILL'))));

const wave = async (): Promise<void> => {
  const from = sent;
  sent += total;
  await send(
    Array.from({ length: total }, (_, i) => {
      const n = from + i;
      const data = { ticketId: `T-${n}`, customerId: `C-${n % 100}`, turn: 1, n };
      return stamp(source, In.of(data), { id: `${run}-${n}` });
    }),
  );
};
const numberOf = (message: { value: Buffer | null }): number => JSON.parse(String(message.value)).n as number;
const outputs = (enough: (count: number) => boolean) => readUntil(Out.topic, (all) => enough(all.length), 120_000);

/** What came of all waves so far: every record once, in the order of its key, is what it should be. */
async function outcome(): Promise<{ records: number; different: number; outOfOrder: number }> {
  const distinct = new Set<number>();
  await readUntil(Out.topic, (all) => distinct.add(numberOf(all.at(-1) as KafkaMessage)).size >= sent, 120_000);
  // Doubles of the last ones would come with the transactions after them: end whoever could still send some, then look again.
  await Promise.all([...running].map((echo) => end(echo, 'SIGTERM')));
  const seen: IncomingRecord[] = [];
  await readTopic({ brokers, clientId: 'test' }, Out.topic, (record) => seen.push(record) > 0);
  const last = new Map<string, number>();
  let outOfOrder = 0;
  for (const message of seen) {
    if (numberOf(message) <= (last.get(String(message.key)) ?? -1)) outOfOrder++;
    last.set(String(message.key), numberOf(message));
  }
  return { records: seen.length, different: distinct.size, outOfOrder };
}
const allRight = () => ({ records: sent, different: sent, outOfOrder: 0 });

it('loses and doubles nothing when one of two is killed and comes back', async () => {
  const [one] = await Promise.all([start(), start()]);
  await wave();
  await outputs((count) => count > total / 6);
  await end(one, 'SIGKILL');
  await start();
  await outputs((count) => count > total / 2);
  await end([...running][0] as Echo, 'SIGKILL');
  await start();
  expect(await outcome()).toEqual(allRight());
}, 240_000);

it('refuses what an instance commits that was stopped for longer than its session', async () => {
  const [zombie, other] = await Promise.all([start(), start()]);
  const before = sent;
  await wave();
  await outputs((count) => count > before + total / 6);
  zombie.process.kill('SIGSTOP');
  // The group has given it up when the other has everything.
  const admin = kafka.admin();
  await admin.connect();
  for (let members = 2; members > 1;) {
    ({ members } = await admin
      .describeGroups([service.name])
      .then(({ groups }) => ({ members: groups[0]?.members.length ?? 0 })));
  }
  await admin.disconnect();
  zombie.process.kill('SIGCONT');
  expect(other.process.exitCode).toBeNull();
  expect(await outcome()).toEqual(allRight());
}, 240_000);

it('scales out and in under load, and what stays with an instance goes on there', async () => {
  await start();
  const before = sent;
  await wave();
  await outputs((count) => count > before + total / 6);
  const second = await start();
  const third = await start();
  await end(second, 'SIGTERM');
  await outputs((count) => count > before + total / 3);
  await end(third, 'SIGTERM');
  expect(await outcome()).toEqual(allRight());
}, 240_000);

it('works with two that were given the same instance', async () => {
  const both = await Promise.all([startEcho(run, { INSTANCE: 'a' }), startEcho(run, { INSTANCE: 'a' })]);
  both.forEach((echo) => running.add(echo));
  expect(both.map((b) => b.output()).join('')).toMatch(/Instance a of \S+ is somebody else's; this one works as \d/);
  await wave();
  expect(await outcome()).toEqual(allRight());
}, 120_000);
