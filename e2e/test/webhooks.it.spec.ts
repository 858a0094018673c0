// A reply that its receiver refuses reaches a person, though its turn has been answered.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RunningService } from 'throughline/services';
import { decide, desk, message, openReview, post, withEvents } from '../support/flow.ts';
import { startWebhooks } from '../support/webhooks.ts';

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
  webhooks = await startWebhooks(`http://127.0.0.1:${port}/`, ['reply.delivered']);
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
