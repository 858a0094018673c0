// The agent of docs/agent-guide.md, run as the guide says, against a real broker.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { type INestMicroservice, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type EventOf, type ServiceDeclaration, TicketEscalated, TicketResolved } from '@throughline/contracts';
import {
  Agent,
  applyTopics,
  Consumes,
  KafkaStrategy,
  MessagingModule,
  sendRecords,
  stamp,
  topicConfigs,
} from '@throughline/messaging';
import { survey, SurveyDue } from './example/survey.ts';

const brokers = (process.env['KAFKA_BROKERS'] ?? '').split(',');
const kafka = { brokers, clientId: 'test' };
const ticketId = `T-${randomUUID()}`;

/** Whoever sends surveys: reads what the agent of the guide emits. */
const mailer = {
  name: `mailer-${randomUUID()}`,
  job: 'For a test.',
  consumes: [SurveyDue],
  follows: [],
  emits: [],
  onFailure: 'alert',
} as const satisfies ServiceDeclaration;
const asked = Promise.withResolvers<EventOf<typeof SurveyDue>>();

@Agent(mailer)
class Mailer {
  @Consumes(SurveyDue)
  due(event: EventOf<typeof SurveyDue>): void {
    if (event.data.ticketId === ticketId) asked.resolve(event);
  }
}

@Module({
  imports: [MessagingModule.forRootAsync({ useFactory: () => ({ declaration: mailer, brokers, instance: '0' }) })],
  controllers: [Mailer],
})
class MailerModule {}

let service: ChildProcess;
let reader: INestMicroservice;

beforeAll(async () => {
  const settings = { partitions: 6, replicationFactor: 1 };
  await applyTopics(kafka, topicConfigs([TicketResolved, SurveyDue, TicketEscalated], [survey, mailer], settings));
  const strategy = {
    useFactory: (kafkaStrategy: KafkaStrategy) => ({ strategy: kafkaStrategy }),
    inject: [KafkaStrategy],
  };
  reader = await NestFactory.createMicroservice(MailerModule, { ...strategy, logger: false });
  await reader.listen();
  const register = join(__dirname, '../../../tools/dev-register.mjs');
  const args = ['--conditions=@throughline/source', '--no-warnings', '--import', register];
  service = spawn(process.execPath, [...args, join(__dirname, 'example/main.ts')], {
    env: { ...process.env, PORT: '0', KAFKA_BROKERS: brokers.join(',') },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}, 60_000);
afterAll(async () => {
  const gone = once(service, 'exit');
  service.kill();
  await Promise.all([gone, reader.close()]);
});

it('takes its part in the flow', async () => {
  const resolved = stamp(
    { name: 'intake', emits: [TicketResolved] },
    TicketResolved.of({ ...TicketResolved.example, ticketId }),
  );
  await sendRecords(kafka, [resolved]);
  expect(await asked.promise).toMatchObject({
    source: '/throughline/survey',
    causationId: resolved.headers['ce_id'],
    data: { ticketId, survey: 'short' },
  });
});
