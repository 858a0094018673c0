import type { HistoryEntry, TicketRef, Ticket } from '@throughline/contracts';
import { contextOf, MOST_OTHERS, otherTickets, threadOf } from '@throughline/intake/context';
import { isSentTwice } from '@throughline/intake/identity';
import type { SampleReview, SampleTicket, Workspace } from '@throughline/workspace';

type TicketDoc = Parameters<typeof threadOf>[0];

/** A message as the agents get it. */
export type Opened = TicketRef & { readonly ticket: Ticket };

/**
 * Intake without a store: what was said on a ticket, what its customer was told, and which review is open, attached to each
 * message by intake's own functions. A message is taken to be answered at the moment it came in.
 */
export class FrontDoor {
  private readonly tickets = new Map<string, TicketDoc>();
  private readonly histories: Map<string, HistoryEntry[]>;
  /** The latest message of every ticket, with what triage made of it. */
  private readonly latest = new Map<string, Opened & { intent: string | undefined }>();
  private readonly profiles: Map<string, Ticket['customer']['profile']>;

  constructor({ customers }: Pick<Workspace, 'customers'>) {
    this.histories = new Map(customers.map(({ customerId, history }) => [customerId, [...history]]));
    this.profiles = new Map(customers.map(({ customerId, history: _history, ...profile }) => [customerId, profile]));
  }

  /** Takes a message in. One that another of its ticket follows at once is only read with that one. */
  open(message: SampleTicket): Opened {
    const { ticketId, customerId, messageId, channel, subject, body, receivedAt, headers } = message;
    const doc = this.tickets.get(ticketId) ?? newTicket(message);
    this.tickets.set(ticketId, doc);
    const turn = { message: messageId, subject, text: body, at: receivedAt };
    if (!isSentTwice(turn, doc.turns)) doc.turns.push(turn);
    doc.turn = doc.turns.length;
    doc.at = receivedAt;
    const others = otherTickets(turn, this.others(doc));
    const customer = contextOf(this.profiles.get(customerId) ?? {}, this.history(customerId), doc.review, others);
    const thread = threadOf(doc, doc.turn);
    const ticket = { messageId, channel, subject, body, receivedAt, ...(headers && { headers }), thread, customer };
    return { ticketId, customerId, turn: doc.turn, ticket };
  }

  /** An agent or a person answered. */
  answer({ ticketId, customerId, turn, ticket }: Opened, by: 'agent' | 'human', text: string, intent?: string): void {
    const doc = this.tickets.get(ticketId)!;
    const at = ticket.receivedAt;
    doc.deliveries[turn] = { replyId: `${ticketId}.${turn}`, text, by, at };
    doc.review = null;
    const question = `${ticket.subject}\n${ticket.body}`.trim();
    this.history(customerId).push({
      ticketId,
      turn,
      at,
      ...(intent && { intent }),
      question,
      answer: text,
      answeredBy: by,
    });
  }

  /** It lies with a person. */
  review(opened: Opened, queue: string, intent?: string): void {
    const { ticketId, turn } = opened;
    this.tickets.get(ticketId)!.review = { reviewId: `${ticketId}.${turn}`, queue, turn };
    this.latest.set(ticketId, { ...opened, intent });
  }

  /** People take up what they have a decision for; `drafted` is what they saw. */
  decide(reviews: readonly SampleReview[], drafted: ReadonlyMap<string, string>): void {
    for (const { ticketId, action, reply } of reviews) {
      const opened = this.latest.get(ticketId);
      const doc = this.tickets.get(ticketId);
      if (!opened || !doc?.review) continue;
      const text = action === 'approve' ? drafted.get(ticketId) : reply;
      if (action !== 'close' && text) this.answer(opened, 'human', text, opened.intent);
      else doc.review = null;
    }
  }

  private others({ _id, customerId }: TicketDoc): TicketDoc[] {
    return [...this.tickets.values()]
      .filter((other) => other.customerId === customerId && other._id !== _id)
      .toSorted((a, b) => b.at.localeCompare(a.at))
      .slice(0, MOST_OTHERS);
  }

  private history(customerId: string): HistoryEntry[] {
    const found = this.histories.get(customerId) ?? [];
    this.histories.set(customerId, found);
    return found;
  }
}

const newTicket = ({ ticketId, customerId, channel }: SampleTicket): TicketDoc => ({
  _id: ticketId,
  customerId,
  channel,
  at: '',
  turn: 0,
  turns: [],
  deliveries: {},
  closed: {},
  review: null,
});
