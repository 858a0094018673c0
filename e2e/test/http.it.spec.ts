import { randomUUID } from 'node:crypto';
import { inState, intake, message, shared } from '../support/flow.ts';

const url = `${shared.urls['intake']}/v1/tickets`;
const token = shared.tokens['e2e'] ?? '';

async function call(body: unknown, headers: Record<string, string> = { authorization: `Bearer ${token}` }) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

it('answers 202 when the message is in the log, with its ticket', async () => {
  const { status, body } = await call({ ...message('How do I reset my password?'), ticketId: undefined });
  expect(status).toBe(202);
  await inState(String(body['ticketId']), 'agent');
});

it('takes an Idempotency-Key: the same message again is the same ticket and event', async () => {
  const given = { ...message('Where can I find my invoice?'), ticketId: undefined, messageId: undefined };
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomUUID() };
  const [first, second] = [await call(given, headers), await call(given, headers)];
  expect(second).toEqual(first);
  const ticketId = String(first.body['ticketId']);
  await inState(ticketId, 'agent');
  expect(await intake.get(`/v1/tickets/${ticketId}`)).toMatchObject({ turn: 1 });
});

it.each([
  ['a missing field', { ...message('x'), customerId: undefined }, 'customerId', /expected string/],
  ['a wrong one', { ...message('x'), body: 7 }, 'body', /expected string/],
  ['one that is too long', message('x', { channel: 'x'.repeat(51) }), 'channel', /Too big/],
])('answers 400 to %s, naming field and reason', async (_, given, field, reason) => {
  const { status, body } = await call(given);
  expect(status).toBe(400);
  expect(body['errors']).toEqual([{ field, reason: expect.stringMatching(reason) }]);
});

it('answers 400 to what is no JSON', async () => {
  expect((await call('{"broken')).status).toBe(400);
});

it('answers 413 to more than 256 KiB', async () => {
  expect((await call(message('x'.repeat(256 * 1024)))).status).toBe(413);
});

it.each([
  ['no token', {}],
  ['a wrong one', { authorization: `Bearer ${randomUUID()}` }],
])('answers 401 to %s', async (_, headers) => {
  expect((await call(message('x'), headers as Record<string, string>)).status).toBe(401);
});

it('lets probes ask without a token, and nobody else', async () => {
  const asked = Object.values(shared.urls).flatMap((base) => [`${base}/health/live`, `${base}/health/ready`]);
  expect(await Promise.all(asked.map(async (u) => (await fetch(u)).status))).toEqual(asked.map(() => 200));
  const closed = [
    'desk:/v1/queues',
    'audit:/v1/flows',
    'kb-updater:/v1/articles',
    'drafter:/v1/index',
    'supervisor:/v1/overdue',
  ];
  const statuses = closed.map(async (entry) => {
    const [service = '', path = ''] = entry.split(':');
    return (await fetch(`${shared.urls[service]}${path}`)).status;
  });
  expect(await Promise.all(statuses)).toEqual(closed.map(() => 401));
});
