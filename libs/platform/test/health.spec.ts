import { Test } from '@nestjs/testing';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { services } from '@throughline/contracts';
import { KafkaStrategy, type MessagingHealth } from '@throughline/messaging';
import { HealthController } from '../src/health.controller.ts';
import { DECLARATION, READINESS, type ReadinessCheck } from '../src/index.ts';

const checks = new Set<ReadinessCheck>();
let messaging: MessagingHealth = { live: true, ready: true, reasons: [] };
let app: NestFastifyApplication;

beforeAll(async () => {
  const providers = [
    { provide: KafkaStrategy, useValue: { health: () => messaging } },
    { provide: DECLARATION, useValue: services.triage },
    { provide: READINESS, useValue: checks },
  ];
  const module = await Test.createTestingModule({ controllers: [HealthController], providers }).compile();
  app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
  await app.init();
});

afterAll(() => app.close());

const get = async (path: string) => {
  const { statusCode, body } = await app.inject(`/health/${path}`);
  return { statusCode, body: JSON.parse(body) as unknown };
};

it('answers 200 while all is well', async () => {
  expect(await get('live')).toEqual({ statusCode: 200, body: { service: 'triage', live: true } });
  expect(await get('ready')).toEqual({ statusCode: 200, body: { service: 'triage', ready: true, reasons: [] } });
});

it('answers 503 with every reason why it is not ready', async () => {
  messaging = { live: true, ready: false, reasons: ['no partitions yet'] };
  checks.add(() => 'no model');
  const reasons = ['no partitions yet', 'no model'];
  expect(await get('ready')).toEqual({ statusCode: 503, body: { service: 'triage', ready: false, reasons } });
});

it('answers 503 when only a restart can help', async () => {
  messaging = { live: false, ready: false, reasons: [] };
  expect(await get('live')).toEqual({ statusCode: 503, body: { service: 'triage', live: false } });
});
