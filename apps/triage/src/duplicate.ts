import type { Ticket } from '@throughline/contracts';

/** Why a message that was sent twice needs no reply of its own. */
export interface Duplicate {
  readonly reason: 'duplicate';
  readonly note: string;
}

/** The same message opened another ticket a moment before, as where somebody presses 'send' again: that one is answered. */
export function duplicate({ customer }: Pick<Ticket, 'customer'>): Duplicate | undefined {
  const first = customer.otherTickets?.find(({ sameMessage }) => sameMessage);
  return first && { reason: 'duplicate', note: `the same message opened ticket ${first.ticketId} at ${first.at}` };
}
