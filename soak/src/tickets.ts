import { routineMessage } from '@throughline/bench/constant-services';
import {
  type Contract,
  type DataOf,
  ReplyApproved,
  ReplyDelivered,
  ReplyDrafted,
  ReviewRequested,
  TicketClosed,
  TicketOpened,
  TicketReceived,
  TicketResolved,
  TicketTriaged,
} from '@throughline/contracts';
import type { Random } from './random.ts';

/** How a ticket has to end: answered by the agents, in a human queue, or closed as a machine's mail. */
export type Ending = 'answered' | 'review' | 'closed';

/** One message of one turn. A customer's tickets are numbered in the order in which they are sent. */
export interface Ticket {
  readonly ticketId: string;
  readonly customerId: string;
  readonly n: number;
  readonly ending: Ending;
}

/** What has to exist for a ticket in the end: one event of each of these, and of no other. */
export const path: Record<Ending, readonly Contract[]> = {
  answered: [TicketReceived, TicketOpened, TicketTriaged, ReplyDrafted, ReplyApproved, ReplyDelivered, TicketResolved],
  review: [TicketReceived, TicketOpened, TicketTriaged, ReplyDrafted, ReviewRequested],
  closed: [TicketReceived, TicketOpened, TicketClosed],
};

/** Tickets of one customer: enough to see that they stay in order, few enough that the history they carry stays small. */
const perCustomer = 10;

/** Customers who write at the same time: so few that one's messages follow each other closely. */
const atATime = 20;

/** Of ten tickets. */
const endings: readonly Ending[] = [...Array<Ending>(8).fill('answered'), 'review', 'closed'];

/** Tickets in the order in which to send them. */
export function planTickets(count: number, run: string, random: Random): Ticket[] {
  const tickets: Ticket[] = [];
  const ending = random.deck(endings);
  for (let first = 0; tickets.length < count; first += atATime) {
    const customers = Array.from({ length: atATime * perCustomer }, (_, i) => `${run}-c${first + (i % atATime)}`);
    const sent = new Map<string, number>();
    for (const customerId of random.shuffled(customers)) {
      const n = sent.get(customerId) ?? 0;
      sent.set(customerId, n + 1);
      tickets.push({ ticketId: `${customerId}-${n}`, customerId, n, ending: ending.next().value });
    }
  }
  return tickets.slice(0, count);
}

/** What the customer writes. */
export function messageOf({ ending, ...ticket }: Ticket): DataOf<typeof TicketReceived> {
  const message = routineMessage(ticket);
  if (ending === 'review') return { ...message, body: `${message.body} My lawyer will take you to court over it.` };
  if (ending === 'closed') return { ...message, headers: { 'auto-submitted': 'auto-replied' } };
  return message;
}
