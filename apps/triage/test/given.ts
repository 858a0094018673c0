import type { Ticket } from '@throughline/contracts';

/** A ticket of a customer nobody knows yet, with what a test cares about. */
export const given = ({ customer, ...ticket }: Partial<Ticket>): Ticket => ({
  messageId: 'm-1',
  channel: 'email',
  subject: '',
  body: '',
  receivedAt: '2026-03-02T08:15:00.000Z',
  thread: [],
  ...ticket,
  customer: { profile: {}, history: [], ...customer },
});
