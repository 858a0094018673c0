// A producer that knows only what was published beside today's service, and today's producer beside a consumer that
// knows only what was published; over a real broker.
import { type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import {
  type Contract,
  deadLetterTopic,
  type EventOf,
  jsonSchemaOf,
  type ServiceDeclaration,
} from '@throughline/contracts';
import {
  Agent,
  applyTopics,
  Consumes,
  KafkaStrategy,
  KeepErrors,
  MessagingModule,
  stamp,
  topicConfigs,
} from '@throughline/messaging';
import * as fc from 'fast-check';
import { brokers, readUntil, send, sendRaw, uniqueName } from './support/cluster.ts';
import { dataOf, type Form } from './support/from-schema.ts';
import { published } from './support/published.ts';

const seed = Number(process.env['UPGRADE_SEED'] ?? Date.now() % 2 ** 31);
const run = uniqueName();
/** Topics of this run's own; all else is the contract's. */
const kinds = published.map((p) => ({
  ...p,
  contract: { ...p.contract, topic: `${p.contract.topic}-${run}` } as Contract,
}));
const service: ServiceDeclaration = {
  name: `today-${run}`,
  job: 'For a test.',
  consumes: kinds.map(({ contract }) => contract),
  follows: [],
  emits: [],
  onFailure: 'alert',
};
const forms: Form[] = ['minimal', 'full', 'some', 'some', 'some'];
const sampled = (schema: object): unknown[] =>
  forms.flatMap((form, i) =>
    fc.sample(dataOf(schema as Record<string, unknown>, form), { numRuns: 1, seed: seed + i }),
  );

const taken = new Map<string, unknown>();
const expected = new Map<string, unknown>();
const all = Promise.withResolvers<void>();

@Agent(service)
class Today {
  take({ id, data }: EventOf<Contract>): void {
    taken.set(id, data);
    if (taken.size === expected.size) all.resolve();
  }
}
for (const { contract } of kinds) {
  const method = {
    value: (event: EventOf<Contract>) => Today.prototype.take(event),
    configurable: true,
    writable: true,
  };
  Object.defineProperty(Today.prototype, contract.name, method);
  Consumes(contract)(Today.prototype, contract.name, method as never);
  Object.defineProperty(Today.prototype, contract.name, method);
}

@Module({
  imports: [MessagingModule.forRootAsync({ useFactory: () => ({ declaration: service, brokers, instance: '0' }) })],
  controllers: [Today],
})
class TodayModule {}

const yesterdays = (contract: Contract, id: string, data: unknown, type = contract.type) => ({
  topic: contract.topic,
  key: 'k',
  value: JSON.stringify(data),
  headers: {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: '/yesterday',
    ce_type: type,
    'content-type': 'application/json',
  },
});

let app: INestMicroservice;
beforeAll(async () => {
  const settings = { partitions: 1, replicationFactor: 1 };
  await applyTopics({ brokers, clientId: 'test' }, topicConfigs(service.consumes, [service], settings));
  const strategy = { useFactory: (s: KafkaStrategy) => ({ strategy: s }), inject: [KafkaStrategy] };
  app = await NestFactory.createMicroservice(TodayModule, { ...strategy, logger: false });
  app.useGlobalFilters(new KeepErrors());
  await app.listen();
}, 60_000);
afterAll(() => app.close());

it(`yesterday's events are taken by today's service, as they are; another version goes to the dead letters and says so (UPGRADE_SEED=${seed})`, async () => {
  const records = kinds.flatMap(({ contract, schema }) =>
    sampled(schema).map((data, i) => {
      const id = `${contract.name}-${i}`;
      expected.set(id, JSON.parse(JSON.stringify(data)));
      return yesterdays(contract, id, data);
    }),
  );
  const tomorrows = kinds.map(({ contract }) =>
    yesterdays(contract, `${contract.name}-v2`, contract.example, contract.type.replace(/\d+$/, '2')),
  );
  await sendRaw([...tomorrows, ...records]);
  await all.promise;
  expect(Object.fromEntries(taken)).toEqual(Object.fromEntries(expected));

  const letters = await Promise.all(
    kinds.map(async ({ contract }) => {
      const [letter, ...more] = await readUntil(deadLetterTopic(contract.topic, service.name), (m) => m.length > 0);
      return { id: String(letter?.headers?.['ce_id']), reason: String(letter?.headers?.['dlq-reason']), more };
    }),
  );
  expect(letters).toEqual(
    kinds.map(({ contract }) => ({
      id: `${contract.name}-v2`,
      reason: expect.stringContaining(`version 2 of ${contract.name}; version 1 is known here`),
      more: [],
    })),
  );
});

it(`today's events fit what was published, for a consumer that ignores what it doesn't know (UPGRADE_SEED=${seed})`, async () => {
  const today = { name: `sender-${run}`, emits: service.consumes };
  const records = kinds.flatMap(({ contract }) =>
    // A new optional field is what an upgrade brings.
    sampled(jsonSchemaOf(contract)).map((data) =>
      stamp(today, { contract, data: { ...(data as object), addedLater: { a: 1 } } }),
    ),
  );
  await send(records);
  for (const { contract, check } of kinds) {
    const ids = new Set(records.filter((r) => r.topic === contract.topic).map((r) => r.headers['ce_id']));
    const mine = (m: { headers?: object }): boolean => ids.has(String((m.headers as Record<string, unknown>)['ce_id']));
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const read = (await readUntil(contract.topic, (m) => m.filter(mine).length >= ids.size)).filter(mine);
    const wrong = read.flatMap((m) => (check(JSON.parse(String(m.value))) ? [] : [{ [contract.name]: check.errors }]));
    expect(wrong).toEqual([]);
    expect(read.map((m) => String(m.headers?.['ce_type']))).toEqual(read.map(() => contract.type));
  }
});
