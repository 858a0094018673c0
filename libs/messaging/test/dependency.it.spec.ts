// What an agent does whose dependency (a real HTTP server) is down, or never answers.
import { createServer, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { deadLetterTopic, type EventOf } from '@throughline/contracts';
import { Agent, Consumes, type HandledRecord, KafkaStrategy, KeepErrors, stamp } from '@throughline/messaging';
import { brokers, makeTopics, readUntil, send, testFlow, uniqueName } from './support/cluster.ts';

const { In, Out, Known, ...flow } = testFlow(uniqueName());
const service = { ...flow.service, follows: [] };
const dlq = deadLetterTopic(In.topic, service.name);
const source = { name: 'elsewhere', emits: [In] };

/** Asks the dependency before it answers; what is to hang asks for what never comes, and does not give up by itself. */
@Agent(service)
class Asking {
  static readonly aborted: string[] = [];
  static port = 0;

  @Consumes(In, { emits: [Out] })
  async handle({ data }: EventOf<typeof In>, record: HandledRecord) {
    const path = data.say ?? 'answer';
    const signal = path === 'deaf' ? null : record.signal;
    record.signal.addEventListener('abort', () => Asking.aborted.push(path));
    await fetch(`http://127.0.0.1:${Asking.port}/${path}`, { signal });
    return Out.of(data);
  }
}

@Module({ controllers: [Asking] })
class TestModule {}

let dependency: Server;
let app: INestMicroservice;
let strategy: KafkaStrategy;

/** Answers everything but `hang` and `deaf`. */
async function up(port = 0): Promise<void> {
  dependency = createServer((request, response) => {
    if (!/hang|deaf/.test(request.url ?? '')) response.end('yes');
  });
  await new Promise<void>((resolve) => dependency.listen(port, '127.0.0.1', resolve));
  Asking.port = (dependency.address() as AddressInfo).port;
}

async function down(): Promise<void> {
  const closed = new Promise((resolve) => dependency.close(resolve));
  dependency.closeAllConnections();
  await closed;
}

beforeAll(async () => {
  await makeTopics([In, Out, Known], service, 2);
  await up();
  strategy = new KafkaStrategy({
    declaration: service,
    brokers,
    instance: '0',
    handlerTimeoutMs: 2_000,
    retry: { attempts: 2, initialMs: 1, maxMs: 1 },
    breaker: { initialMs: 50, maxMs: 200 },
  });
  app = await NestFactory.createMicroservice(TestModule, { strategy, logger: false });
  app.useGlobalFilters(new KeepErrors());
  await app.listen();
}, 60_000);

afterAll(async () => {
  await app.close();
  await down();
});

const event = (n: number, say?: string) =>
  stamp(source, In.of({ ticketId: `T-${n}`, customerId: `C-${n % 7}`, turn: 1, n, ...(say && { say }) }));
const numbers = (messages: { value: Buffer | null }[]): number[] =>
  messages.map((m) => (JSON.parse(String(m.value)) as { n: number }).n);
const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
};

it('waits for what is down without burning a try, says so, and goes on in order', async () => {
  await down();
  await send(Array.from({ length: 70 }, (_, n) => event(n)));
  await until(() => !strategy.health().ready);
  expect(strategy.health()).toMatchObject({ live: true, reasons: [expect.stringContaining('down')] });
  // Many more tries than the two that a record has.
  for (let tries = 0; tries < 5; tries++) await new Promise((resolve) => setTimeout(resolve, 200));
  await up(Asking.port);
  const out = numbers(await readUntil(Out.topic, (all) => all.length >= 70));
  expect(out.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 70 }, (_, n) => n));
  for (let customer = 0; customer < 7; customer++) {
    const own = out.filter((n) => n % 7 === customer);
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }
  await until(() => strategy.health().ready);
}, 60_000);

it('gives up what never answers: the signal ends it, or it is left behind, and others go on meanwhile', async () => {
  await send([event(100, 'hang'), event(101, 'deaf'), ...Array.from({ length: 20 }, (_, n) => event(200 + n))]);
  const letters = await readUntil(dlq, (all) => all.length >= 2);
  expect(letters.map((m) => String(m.headers?.['dlq-error-class']))).toEqual(['DeadlineError', 'DeadlineError']);
  expect(numbers(letters).toSorted((a, b) => a - b)).toEqual([100, 101]);
  expect(Asking.aborted).toEqual(expect.arrayContaining(['hang', 'deaf']));
  const out = await readUntil(Out.topic, (all) => all.length >= 90);
  // Those of other keys did not wait for them: they were written before the letters.
  const wait = Math.min(...letters.map((m) => Number(m.timestamp)));
  const others = out.filter((m) => !['C-2', 'C-3'].includes(String(m.key)) && numbers([m])[0]! >= 200);
  expect(others.length).toBeGreaterThan(10);
  expect(others.every((m) => Number(m.timestamp) < wait)).toBe(true);
}, 60_000);
