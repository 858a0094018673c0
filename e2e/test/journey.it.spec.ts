import { randomUUID } from 'node:crypto';
import { TicketOpened, TicketReceived } from '@throughline/contracts';
import mongoose from 'mongoose';
import { decide, inState, mailbox, message, openReview, post, shared, timelineWhen, types } from '../support/flow.ts';
import { expectPath } from '../support/paths.ts';

interface Stored {
  _id: string;
  topic: string;
  headers: Record<string, string>;
}

/** The events of a ticket as they lie in the store, not as a service tells them. */
async function stored(ticketId: string): Promise<Stored[]> {
  const connection = await mongoose.createConnection(shared.mongodbUri).asPromise();
  const events = connection.useDb(`${shared.databasePrefix}-audit`).collection<Stored>('events');
  const found = await events.find({ subject: ticketId }).toArray();
  await connection.close();
  return found;
}

const routine = [
  'ticket.received',
  'ticket.opened',
  'ticket.triaged',
  'reply.drafted',
  'reply.approved',
  'reply.delivered',
  'ticket.resolved',
];

it('answers a routine ticket end to end, every step in the trail, in causal order, in one trace', async () => {
  const ticketId = await post(
    message('Hi, I forgot my password and cannot log in any more. How can I reset my password? Thanks, Ada'),
  );
  await inState(ticketId, 'agent');
  const events = await stored(ticketId);
  const byId = new Map(events.map((e) => [e.headers['ce_id'], e]));
  // Follow the causes back from the end: that is the order in which one gave rise to the next.
  const delivered = events.find((e) => e.topic.includes('reply.delivered'));
  const chain: string[] = [];
  for (let e = delivered; e; e = byId.get(e.headers['ce_causationid'] ?? '')) chain.unshift(e.topic);
  expect(chain).toEqual(routine.slice(0, -1).map((name) => `support.${name}.v1`));
  expect(events.map((e) => e.topic).toSorted()).toEqual(routine.map((name) => `support.${name}.v1`).toSorted());
  const traces = new Set(events.map((e) => e.headers['traceparent']?.split('-')[1]));
  expect([...traces]).toEqual([expect.stringMatching(/^[0-9a-f]{32}$/)]);
  expect(new Set(events.map((e) => e.headers['ce_correlationid'])).size).toBe(1);
  await expectPath(ticketId, 'Routine');
  for (const e of events.slice(1)) expect(e._id).toMatch(/^main\/support\.[a-z.]+\.v1\/\d+\/\d+$/);
});

it('tells the customer once, in words that the cited article holds', async () => {
  const given = message('How do I get a copy of the invoice for my order?');
  const ticketId = await post(given);
  await post(given); // the mail gateway sends it again
  const { steps } = await inState(ticketId, 'agent');
  const reply = steps.find((s) => s.type === 'reply.delivered')?.data?.reply;
  expect(await mailbox(ticketId)).toEqual([expect.objectContaining({ text: reply?.text, turn: 1 })]);
  expect(reply?.citations.length).toBeGreaterThan(0);
  for (const { quote } of reply?.citations ?? []) expect(reply?.text).toContain(quote);
  // A third message comes after both in the log: when it is turn 2, the second one was none.
  await post({ ...given, messageId: randomUUID(), body: 'And where do I find the one of last year?' });
  await timelineWhen(ticketId, 'is at turn 2', (t) => t.turn === 2);
  const topics = (await stored(ticketId)).map((e) => e.topic);
  expect(topics.filter((topic) => topic === TicketReceived.topic)).toHaveLength(3);
  expect(topics.filter((topic) => topic === TicketOpened.topic)).toHaveLength(2);
});

it('gives a threat to a person, whose answer goes out through the same gate and voice, in a trace of its own', async () => {
  const ticketId = await post(
    message('This is outrageous. My lawyer will sue you and we will see each other in court.'),
  );
  const waiting = await inState(ticketId, 'waiting');
  const review = await openReview(ticketId);
  expect(review.queue).toBe('legal');
  expect(types(waiting)).not.toContain('reply.approved');
  await decide(review.reviewId, {
    action: 'write',
    text: 'Hello Ada,\n\nwe are sorry and look into it at once.\n\nKind regards',
  });
  const answered = await inState(ticketId, 'human');
  expect(await mailbox(ticketId)).toHaveLength(1);
  const traceOf = (type: string) => answered.steps.find((s) => s.type === type)?.traceId;
  expect(traceOf('reply.delivered')).toBe(traceOf('review.decided'));
  expect(traceOf('review.decided')).not.toBe(traceOf('review.requested'));
  // Causal order across both traces: nothing comes before what gave rise to it.
  const position = new Map(answered.steps.map((s, i) => [s.eventId, i]));
  for (const [i, s] of answered.steps.entries()) expect(position.get(s.causationId ?? '') ?? -1).toBeLessThan(i);
  await expectPath(ticketId, 'High stakes');
});

it('closes what a machine sent, and answers nobody', async () => {
  const headers = { 'auto-submitted': 'auto-replied' };
  const ticketId = await post(
    message('I am out of the office until Monday.', { subject: 'Automatic reply: your order', headers }),
  );
  await inState(ticketId, 'closed');
  expect(await mailbox(ticketId)).toEqual([]);
});
