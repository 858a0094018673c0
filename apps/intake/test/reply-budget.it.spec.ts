// Two programs that answer each other, on a real broker and store: agents' replies to one customer come to an end, though all
// of them passed the router before the first was sent.
import { randomUUID } from 'node:crypto';
import { ReplyApproved, ReplyDelivered, TicketEscalated, TicketReceived } from '@throughline/contracts';
import { readEvent, sendRecords } from '@throughline/messaging';
import { kafka, openedFor, recordsWhen, startIntake } from './support/intake.ts';

const customerBudget = 20;
let intake: Awaited<ReturnType<typeof startIntake>>;
beforeAll(async () => {
  intake = await startIntake();
}, 120_000);
afterAll(() => intake.end(), 60_000);

const record = ({ topic, type }: { topic: string; type: string }, customerId: string, data: object) => ({
  topic,
  key: customerId,
  value: JSON.stringify({ specversion: '1.0', id: randomUUID(), source: '/acme/loop', type, data }),
  headers: { 'content-type': 'application/cloudevents+json' },
});

it('sends as many as the budget allows, once each; the others go to a person with the reason', async () => {
  const customerId = `C-${randomUUID()}`;
  const tickets = Array.from({ length: customerBudget + 2 }, (_, n) => `${customerId}-${n}`);
  const message = { customerId, channel: 'email', subject: 'Hello', body: 'Thank you for your message.' };
  await sendRecords(
    kafka,
    tickets.map((ticketId) => record(TicketReceived, customerId, { ...message, ticketId })),
  );
  const opened = await openedFor(customerId, tickets.length);

  const { reply } = ReplyApproved.example;
  const approved = opened.map(({ data: { ticketId, turn, ticket } }) =>
    record(ReplyApproved, customerId, { ticketId, customerId, turn, ticket, reply, rules: [] }),
  );
  // All of them a second time, as a producer without transactions may.
  await sendRecords(kafka, [...approved, ...approved]);

  const escalated = await recordsWhen(TicketEscalated.topic, (all) => all.length >= 2);
  const delivered = await recordsWhen(ReplyDelivered.topic, (all) => all.length >= customerBudget);
  const reasons = escalated.map((r) => readEvent(TicketEscalated, r).data.reason);
  expect(new Set(reasons)).toEqual(
    new Set(['Agents have sent 20 replies to this customer within 24 hours: a person goes on.']),
  );
  const answered = new Set(delivered.map((r) => readEvent(ReplyDelivered, r).data.ticketId));
  expect([...answered]).toEqual(tickets.slice(0, customerBudget));
}, 120_000);
