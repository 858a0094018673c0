// A reply that its receiver refuses reaches a person, though its turn has been answered.
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contracts, services } from '@throughline/contracts';
import { applyTopics, topicConfigs } from '@throughline/messaging';
import { repoRoot } from 'throughline/root';
import { randomTokens, type RunningService, startService } from 'throughline/services';
import { decide, desk, message, openReview, post, shared, withEvents } from '../support/flow.ts';

let webhooks: RunningService;
const got: { type: string; subject: string; data: { deliveryId: string } }[] = [];
const receiver = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    got.push(JSON.parse(body));
    response.writeHead(422).end();
  });
});

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const { port } = receiver.address() as AddressInfo;
  const dir = mkdtempSync(join(tmpdir(), 'throughline-webhooks-'));
  const file = join(dir, 'endpoints.json');
  const local = { secrets: ['HELPDESK_SECRET'], allowPrivate: true, allowHttp: true };
  const helpdesk = { url: `http://127.0.0.1:${port}/`, events: ['reply.delivered'], ...local };
  writeFileSync(file, JSON.stringify({ endpoints: { helpdesk } }));
  await applyTopics(
    shared.kafka,
    topicConfigs(contracts, [services.webhooks], { partitions: 6, replicationFactor: 1 }),
  );
  webhooks = await startService('webhooks', randomTokens(['e2e']), {
    root: repoRoot(),
    brokers: shared.kafka.brokers.join(','),
    mongodbUri: shared.mongodbUri,
    databasePrefix: shared.databasePrefix,
    workspace: join(repoRoot(), 'workspaces/demo-store'),
    dir,
    port: () => 0,
    env: { WEBHOOKS_FILE: file, HELPDESK_SECRET: `whsec_${Buffer.alloc(32, 5).toString('base64')}` },
  });
}, 120_000);

afterAll(async () => {
  await webhooks.end();
  receiver.close();
});

it('gives a refused reply to a person, who closes the ticket', async () => {
  const ticketId = await post(message('How do I reset my password?'));
  const { reviewId } = await openReview(ticketId);
  const { steps } = await withEvents(ticketId, 'ticket.escalated');
  expect(steps.map((s) => s.type)).toEqual(expect.arrayContaining(['reply.delivered', 'ticket.resolved']));
  const mine = got.filter((event) => event.subject === ticketId);
  expect(mine).toMatchObject([
    { type: 'io.throughline.support.reply.delivered.v1', data: { deliveryId: `${ticketId}.1` } },
  ]);
  const review = await desk().get<{ queue: string; reasons: string[] }>(`/v1/reviews/${reviewId}`);
  expect(JSON.stringify(review)).toMatch(/endpoint helpdesk did not take reply .*answered 422/);
  await decide(reviewId, { action: 'close', reason: 'called the customer' });
  await withEvents(ticketId, 'ticket.closed');
});
