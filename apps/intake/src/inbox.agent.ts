import { Logger } from '@nestjs/common';
import { type EventOf, PolicyChanged, services, TicketOpened, TicketReceived } from '@throughline/contracts';
import { PolicyStore } from '@throughline/guardrails';
import { Agent, Consumes, type Followed, Follows } from '@throughline/messaging';
import { contextOf, otherTickets, threadOf } from './context.ts';
import { CustomerStore } from './customers.ts';
import { TicketStore } from './tickets.ts';

/** The front door: each message once, however often it is sent, its turn counted, the customer's context attached. */
@Agent(services.intake)
export class InboxAgent {
  private readonly log = new Logger('intake');

  constructor(
    private readonly tickets: TicketStore,
    private readonly customers: CustomerStore,
    private readonly policies: PolicyStore,
  ) {}

  @Consumes(TicketReceived, { emits: [TicketOpened] })
  async received(event: EventOf<typeof TicketReceived>) {
    const taken = await this.tickets.takeIn(event);
    if (!taken) {
      this.log.log(`${event.id} from ${event.source} came before: dropped`);
      return undefined;
    }
    const { customerId, messageId, channel, subject, body, receivedAt, headers, profile } = event.data;
    const { ticket, turn } = taken;
    const [customer, others] = await Promise.all([
      this.customers.findOrAdd(customerId, profile ?? {}),
      this.tickets.others(ticket),
    ]);
    const message = { messageId: messageId ?? event.id, channel, subject, body, receivedAt: receivedAt ?? event.time };
    const elsewhere = otherTickets(ticket.turns[turn - 1]!, others);
    const context = contextOf(customer.profile, customer.history, ticket.review, elsewhere);
    const opened = { ...message, ...(headers && { headers }), thread: threadOf(ticket, turn), customer: context };
    const version = this.policies.active()?.version;
    return TicketOpened.of(
      { ticketId: ticket._id, customerId, turn, ticket: opened },
      version === undefined ? {} : { policyVersion: version },
    );
  }

  @Follows(PolicyChanged)
  policy(record: Followed<typeof PolicyChanged>): void {
    this.policies.apply(record);
  }
}
