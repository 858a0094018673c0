import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts, coreServices } from '@throughline/contracts';
import { applyTopics, topicConfigs } from '@throughline/messaging';
import { until } from 'throughline/api';
import { flows, timeline } from 'throughline/flow-client';
import { repoRoot } from 'throughline/root';
import { randomTokens, type RunOptions, type RunningService, startService } from 'throughline/services';
import { type Stack, stackDown, stackReset, stackStatus, stackUp } from 'throughline/stack';
import { message } from '../support/flow.ts';

const name = 'e2e-restart';
const external = { KAFKA_BROKERS: process.env['KAFKA_BROKERS'], MONGODB_URI: process.env['MONGODB_URI'] };
let stack: Stack;
const running: RunningService[] = [];

beforeAll(async () => {
  // A stack of its own, to be broken: not the one that the other tests use.
  for (const variable of Object.keys(external)) delete process.env[variable];
  await stackDown(name);
  await stackReset(name);
  stack = await stackUp({ name });
}, 60_000);

afterAll(async () => {
  await Promise.all(running.map((s) => s.end()));
  await stackDown(name);
  await stackReset(name);
  Object.assign(process.env, external);
}, 60_000);

it('goes on after the broker was killed, and loses nothing that was taken in', async () => {
  const root = repoRoot();
  const tokens = randomTokens(['e2e']);
  const dir = mkdtempSync(join(tmpdir(), 'throughline-restart-'));
  const { brokers, mongodbUri } = stack;
  const workspace = join(root, 'workspaces/demo-store');
  const options: RunOptions = { root, brokers, mongodbUri, workspace, dir, port: () => 0 };
  // Without topics it says what to do.
  await expect(startService('audit', tokens, options)).rejects.toThrow(/no topic .*run `npx throughline topics apply`/);
  const kafka = { brokers: [brokers], clientId: 'e2e' };
  await applyTopics(kafka, topicConfigs(contracts, coreServices, { partitions: 3, replicationFactor: 1 }));
  for (const service of ['intake', 'audit'] as const) running.push(await startService(service, tokens, options));
  const [intake, audit] = running.map((s) => s.api);

  const sent: string[] = [];
  const send = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) {
      const given = message('Where is my order?');
      await intake?.post('/v1/tickets', given);
      sent.push(given.ticketId);
    }
  };
  await send(30);
  const { kafka: broker } = await stackStatus(name);
  process.kill(broker.pid ?? 0, 'SIGKILL');
  await stackUp({ name }); // at the same address: its clients find it again
  await until('intake takes messages again', () =>
    send(1).then(
      () => true,
      () => undefined,
    ),
  );
  await send(30);
  // Opened, not only received: intake's engine has to be at work again, too.
  const opened = await until('every ticket is opened', async () => {
    if (!audit || !(await flows(audit)).some((f) => f._id === sent.at(-1))) return undefined;
    const all = await Promise.all(sent.map((id) => timeline(audit, id)));
    const done = all.filter((t) => t.steps.some((s) => s.type === 'ticket.opened'));
    return done.length === sent.length ? done : undefined;
  });
  for (const { steps } of opened) expect(steps.filter((s) => s.type === 'ticket.opened')).toHaveLength(1);
  for (const s of running) expect(s.process.exitCode).toBeNull();
}, 180_000);
