import { inState, message, openReview, post, shared, timelineWhen, types } from '../support/flow.ts';
import { expectPath } from '../support/paths.ts';

const question = 'How can I unsubscribe from the newsletter?';

it('gives a ticket to a person, once, when a service does not do its step', async () => {
  const drafter = shared.pids['drafter'] ?? 0;
  process.kill(drafter, 'SIGSTOP');
  try {
    const ticketId = await post(message(question));
    const escalated = await timelineWhen(ticketId, 'is escalated', (t) => types(t).includes('ticket.escalated'));
    expect(escalated.steps.find((s) => s.type === 'ticket.escalated')?.data).toMatchObject({ step: 'draft' });
    const review = await openReview(ticketId);
    expect(review.queue).toBe('escalations');
    process.kill(drafter, 'SIGCONT');
    // Back at work it answers late, and nobody has claimed the ticket meanwhile: the customer is answered once.
    const answered = await inState(ticketId, 'agent');
    expect(answered.steps.filter((s) => s.type === 'ticket.escalated')).toHaveLength(1);
    await expectPath(ticketId, 'Failed step');
  } finally {
    process.kill(drafter, 'SIGCONT');
  }
}, 90_000);
