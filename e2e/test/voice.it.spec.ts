import { randomUUID } from 'node:crypto';
import { ReplyApproved, ReviewDecided } from '@throughline/contracts';
import { sendRecords, stamp } from '@throughline/messaging';
import {
  decide,
  desk,
  inState,
  mailbox,
  message,
  openReview,
  post,
  shared,
  timelineWhen,
  withEvents,
} from '../support/flow.ts';
import { expectPath } from '../support/paths.ts';

const threat = 'My lawyer will sue you, see you in court!';
const question = 'How can I unsubscribe from the newsletter?';
const elsewhere = { name: 'other-tool', emits: [ReviewDecided, ReplyApproved] };

/** A decision that comes from another review tool, past the desk. */
async function decidedElsewhere(ticketId: string, customerId: string, text: string, turn = 1): Promise<void> {
  const { steps } = await withEvents(ticketId, 'review.requested', 1);
  const request = steps.find((s) => s.type === 'review.requested');
  if (!request) throw new Error('No review was requested.');
  const { ticket, triage, draft } = request.data as Pick<typeof ReviewDecided.example, 'ticket' | 'triage' | 'draft'>;
  const evidence = { ticket, ...(triage && { triage }), ...(draft && { draft }) };
  const by = { kind: 'human', id: 'tool' } as const;
  const ids = { reviewId: `${ticketId}.1`, requestId: request.eventId, shown: 'none' };
  const event = ReviewDecided.of({ ticketId, customerId, turn, ...ids, action: 'write', by, text, ...evidence });
  const cause = {
    id: request.eventId,
    correlationId: request.eventId,
    policyVersion: request.policyVersion ?? '',
  };
  await sendRecords(shared.kafka, [stamp(elsewhere, event, { id: randomUUID(), cause })]);
}

const withheld =
  (reason: string, count = 1) =>
  (t: { steps: readonly { type: string; data?: unknown }[] }) =>
    t.steps.filter((s) => s.type === 'reply.withheld' && (s.data as { reason: string }).reason === reason).length >=
    count;

it('sends one reply though two people decide', async () => {
  const given = message(threat);
  const ticketId = await post(given);
  const review = await openReview(ticketId);
  await decidedElsewhere(ticketId, given.customerId, 'Hello, the tool says this.');
  await decide(review.reviewId, { action: 'write', text: 'Hello, Maria says that.' }).catch(() => undefined);
  await decidedElsewhere(ticketId, given.customerId, 'Hello, the tool says it again.');
  await timelineWhen(ticketId, 'has a reply withheld', withheld('answered'));
  const { steps } = await inState(ticketId, 'human');
  expect(steps.filter((s) => s.type === 'reply.delivered')).toHaveLength(1);
  expect(await mailbox(ticketId)).toHaveLength(1);
});

it('refuses the second of two people who decide at the desk', async () => {
  const ticketId = await post(message(threat));
  const { reviewId } = await openReview(ticketId);
  await desk('maria').post(`/v1/reviews/${reviewId}/claim`, {});
  await expect(desk('jonas').post(`/v1/reviews/${reviewId}/claim`, {})).rejects.toMatchObject({ status: 409 });
  await expect(desk('jonas').post(`/v1/reviews/${reviewId}/decide`, { action: 'close' })).rejects.toMatchObject({
    status: 409,
  });
  const both = [1, 2].map((n) =>
    desk('maria').post(`/v1/reviews/${reviewId}/decide`, { action: 'write', text: `Answer ${n}` }),
  );
  const results = await Promise.allSettled(both);
  expect(results.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await inState(ticketId, 'human');
  expect(await mailbox(ticketId)).toHaveLength(1);
});

it('does not answer an older turn: a newer message overtakes what was decided on the old one', async () => {
  const given = message(threat);
  const ticketId = await post(given);
  await openReview(ticketId);
  await post({ ...given, messageId: randomUUID(), body: 'And by the way, I also tell the newspapers.' });
  await openReview(ticketId, 2);
  await decidedElsewhere(ticketId, given.customerId, 'Old news.', 1);
  await timelineWhen(ticketId, 'has a reply withheld', withheld('overtaken'));
  expect(await mailbox(ticketId)).toEqual([]);
  await decide((await openReview(ticketId, 2)).reviewId, { action: 'write', text: 'Hello, both are noted.' });
  await inState(ticketId, 'human', 2);
  expect(await mailbox(ticketId)).toEqual([expect.objectContaining({ turn: 2 })]);
  await expectPath(ticketId, 'Newer turn');
});

it('lets no agent speak while a person has the ticket', async () => {
  const given = message(threat);
  const ticketId = await post(given);
  const { reviewId } = await openReview(ticketId);
  await desk().post(`/v1/reviews/${reviewId}/claim`, {});
  await withEvents(ticketId, 'review.claimed');
  const { ticket, reply } = ReplyApproved.example;
  const approved = ReplyApproved.of({ ticketId, customerId: given.customerId, turn: 1, reply, rules: [], ticket });
  await sendRecords(shared.kafka, [stamp(elsewhere, approved)]);
  await timelineWhen(ticketId, 'has a reply withheld', withheld('review_open'));
  expect(await mailbox(ticketId)).toEqual([]);
  await decide(reviewId, { action: 'write', text: 'Hello, I take care of it myself.' });
  await inState(ticketId, 'human');
});

it('does not take an auto-responder for news: the person who has the ticket answers it', async () => {
  const given = message(threat);
  const ticketId = await post(given);
  const { reviewId } = await openReview(ticketId);
  const machine = { subject: 'Automatic reply: your ticket', body: 'I am out of the office.' };
  await post({
    ...given,
    ...machine,
    messageId: randomUUID(),
    headers: { 'auto-submitted': 'auto-replied' },
  } as typeof given);
  await withEvents(ticketId, 'ticket.closed');
  await decide(reviewId, { action: 'write', text: 'Hello, we take this seriously.' });
  await timelineWhen(ticketId, 'is answered', (t) => t.steps.some((s) => s.type === 'ticket.resolved'));
  expect(await mailbox(ticketId)).toEqual([expect.objectContaining({ turn: 1 })]);
});

it('keeps a follow-up to an open review with the person who has it', async () => {
  const given = message(threat);
  const ticketId = await post(given);
  const first = await openReview(ticketId);
  await post({ ...given, messageId: randomUUID(), body: question });
  const joined = await openReview(ticketId, 2);
  expect(joined.reviewId).toBe(first.reviewId);
  await decide(joined.reviewId, { action: 'close', note: 'Settled on the phone.' });
  await inState(ticketId, 'closed', 2);
  expect(await mailbox(ticketId)).toEqual([]);
});
