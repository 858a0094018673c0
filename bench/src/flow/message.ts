import type { DataOf, TicketReceived } from '@throughline/contracts';
import { matters } from './constants.ts';

/** Which message: the `n`-th of a customer. Up to twenty that follow one another are about different matters. */
export interface Routine {
  readonly ticketId: string;
  readonly customerId: string;
  readonly n?: number;
}

/** A message that the flow answers by itself, in full English sentences so that its language is beyond doubt. */
export const routineMessage = ({ ticketId, customerId, n = 0 }: Routine): DataOf<typeof TicketReceived> => ({
  ticketId,
  customerId,
  messageId: `${ticketId}@bench.example`,
  channel: 'email',
  subject: `A question about matter ${n % matters}`,
  body: `Good morning, I would like to know what there is to be said about matter ${n % matters}, please.`,
  profile: { name: 'Ada Example', email: 'ada@example.org' },
});
