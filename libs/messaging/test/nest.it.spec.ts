// What Nest users know (guards, interceptors, pipes, filters, injection) around handlers, in a real app.
import { type INestMicroservice, Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { deadLetterTopic } from '@throughline/contracts';
import { KafkaStrategy, KeepErrors, MessagingModule, stamp } from '@throughline/messaging';
import type { KafkaMessage } from 'kafkajs';
import { agentsOf } from './fixtures/nest-agents.ts';
import { GlobalGuard, Log, PerRecord, Story } from './fixtures/nest-around.ts';
import { brokers, makeTopics, readUntil, send, testFlow, uniqueName } from './support/cluster.ts';

const flow = testFlow(uniqueName());
const { In, Out, Known } = flow;
const service = { ...flow.service, consumes: [In, Known], follows: [] };
const source = { name: 'elsewhere', emits: [In, Known] };
const options = { declaration: service, brokers, instance: '0', retry: { attempts: 3, initialMs: 1, maxMs: 1 } };

@Module({
  imports: [MessagingModule.forRootAsync({ useFactory: () => options })],
  controllers: agentsOf(service, flow),
  providers: [
    Log,
    PerRecord,
    { provide: APP_GUARD, useClass: GlobalGuard },
    { provide: APP_INTERCEPTOR, useClass: Story },
  ],
})
class TestModule {}

const refusals = [
  ['refused by the global guard', 'RpcException', 'Forbidden resource', '1'],
  ['refused by the method guard', 'ForbiddenException', 'Not for this shop.', '1'],
  ['refused by the interceptor', 'TerminalError', 'Not in this story.', '1'],
  ['refused by the pipe', 'BadRequestException', 'Nothing to trim.', '1'],
  ['lost', 'TerminalError', 'Lost for good.', '1'],
  ['away', 'ServiceUnavailableException', 'Come back later.', '3'],
] as const;
const answered = [' plain ', 'quota', 'done before', 'the end'];
const says = [...refusals.map(([say]) => say), ...answered];
const event = (contract: typeof In, n: number, say: string) =>
  stamp(source, contract.of({ ticketId: `T-${n}`, customerId: 'C', turn: 1, n, say }));

let app: INestMicroservice;
let letters: KafkaMessage[];
let out: { n: number; say: string }[];

beforeAll(async () => {
  await makeTopics([In, Out, Known], service, 1);
  const microservice = { useFactory: (strategy: KafkaStrategy) => ({ strategy }), inject: [KafkaStrategy] };
  app = await NestFactory.createMicroservice(TestModule, { ...microservice, logger: false });
  app.useGlobalFilters(new KeepErrors());
  await app.listen();
  await send([...says.map((say, n) => event(In, n, say)), event(Known, 100, ''), event(Known, 101, '')]);
  const data = (m: KafkaMessage) => JSON.parse(String(m.value)) as { n: number; say: string };
  const ended = (all: { n: number }[]) => [says.length - 1, 100, 101].every((n) => all.some((d) => d.n === n));
  out = (await readUntil(Out.topic, (all) => ended(all.map(data)))).map(data);
  letters = await readUntil(deadLetterTopic(In.topic, service.name), (all) => all.length >= refusals.length);
}, 60_000);
afterAll(() => app.close());

const log = (say: string) => app.get(Log).of.get(says.indexOf(say));

it.each(refusals)('%s: a dead letter of class %s', (say, errorClass, reason, attempts) => {
  const [letter, ...more] = letters.filter((m) => String(m.headers?.['dlq-offset']) === String(says.indexOf(say)));
  expect(more).toEqual([]);
  const headers = { 'dlq-error-class': errorClass, 'dlq-reason': reason, 'dlq-attempts': attempts };
  for (const [name, value] of Object.entries(headers)) expect(String(letter?.headers?.[name])).toBe(value);
});

it('asks guards, interceptors and pipes in the order that Nest has, global ones first', () => {
  expect(log(' plain ')).toEqual([
    'global guard',
    'method guard',
    'global interceptor at 6',
    'handler',
    'saw plain of T-6 at 6, try 1!',
  ]);
  expect(log('refused by the global guard')).toEqual(['global guard']);
  expect(log('refused by the method guard')).toEqual(['global guard', 'method guard']);
  expect(log('refused by the pipe')).toContain('saw BadRequestException');
});

it('lets a pipe change the event, an interceptor the result, and the context reach the handler', () => {
  expect(out.find(({ n }) => n === 6)?.say).toBe('plain of T-6 at 6, try 1!');
});

it('lets a filter say what an error means: tried again, final, or done', () => {
  expect(out.find(({ n }) => n === 7)?.say).toBe('quota of T-7 at 7, try 2!');
  expect(log('done before')).toContain('handler');
  expect(out.map(({ n }) => n).filter((n) => n < 100)).toEqual([6, 7, 9]);
  expect(letters).toHaveLength(refusals.length);
});

it('gives every record an agent of its own where one asks for what lives as long as a record', () => {
  const [first, second] = [100, 101].map((n) => out.find((d) => d.n === n)?.say.match(/instance (\d+) at/)?.[1]);
  expect(Number(second)).toBe(Number(first) + 1);
});
