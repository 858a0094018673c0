import {
  type EventOf,
  KbArticle,
  ReplyApproved,
  ReplyDelivered,
  ReplyWithheld,
  ReviewClaimed,
  ReviewRequested,
  services,
  TicketClosed,
  TicketEscalated,
  TicketResolved,
} from '@throughline/contracts';
import { PolicyStore, replyBudgetSpent } from '@throughline/guardrails';
import { Agent, Consumes, type Followed, Follows, RetryableError } from '@throughline/messaging';
import { CustomerStore } from './customers.ts';
import { Mailbox } from './mailbox.ts';
import { RetractedArticles } from './retracted.ts';
import type { TicketDoc } from './schemas.ts';
import { TicketStore } from './tickets.ts';
import { sentByAgents, voiceFor } from './voice.ts';

/** The voice: one reply a turn, handed to the channel once, and never an agent over a person. */
@Agent(services.intake)
export class VoiceAgent {
  constructor(
    private readonly tickets: TicketStore,
    private readonly customers: CustomerStore,
    private readonly mailbox: Mailbox,
    private readonly policies: PolicyStore,
    private readonly retracted: RetractedArticles,
  ) {}

  @Consumes(ReplyApproved, { emits: [ReplyDelivered, TicketResolved, ReplyWithheld, TicketEscalated] })
  async approved(event: EventOf<typeof ReplyApproved>) {
    const { ticketId, turn, reply } = event.data;
    const ticket = await this.tickets.find(ticketId);
    if (!ticket) throw new RetryableError(`Ticket ${ticketId} is not known here yet.`);
    const stops = this.retracted.stops(reply) ?? (await this.budgetSpent(event, ticket));
    const voice = voiceFor(ticket, event, this.policies.killSwitch, stops);
    if (voice.kind === 'stop') return this.escalate(event, voice.detail);
    if (voice.kind === 'withhold') return this.withhold(event, voice, ticket.review?.turn);
    const at = voice.kind === 'said' ? voice.at : new Date().toISOString();
    if (voice.kind === 'say') {
      const delivery = { replyId: event.id, text: reply.text, by: reply.author.kind, at };
      // Someone was faster: look again, the answer will be another.
      if (!(await this.tickets.speak(ticketId, turn, ticket.turn, delivery)))
        throw new RetryableError(`Ticket ${ticketId} changed.`);
    }
    return this.deliver(event, ticket.channel, at);
  }

  /**
   * Counts again what the router counted when the message came in: replies to other messages went out since. What is counted
   * is written before the next record of the customer is handled, so a restart counts neither too few nor its own.
   */
  private async budgetSpent({ data, policyVersion }: EventOf<typeof ReplyApproved>, ticket: TicketDoc) {
    const { ticketId, customerId, reply } = data;
    if (reply.author.kind === 'human') return undefined;
    const [policy, customer] = await Promise.all([
      this.policies.policyFor(policyVersion),
      this.customers.find(customerId),
    ]);
    return replyBudgetSpent(policy?.document, sentByAgents(ticket, customer?.history ?? []), ticketId, Date.now());
  }

  /** Idempotent throughout: a crash after the voice was taken comes here again and ends the same. */
  private async deliver(event: EventOf<typeof ReplyApproved>, channel: string, at: string) {
    const { ticketId, customerId, turn, reply, ticket, triage, draft } = event.data;
    const deliveryId = `${ticketId}.${turn}`;
    await this.mailbox.put({
      _id: deliveryId,
      ticketId,
      customerId,
      turn,
      channel,
      text: reply.text,
      at: new Date(at),
    });
    const delivered = ReplyDelivered.of({ ticketId, customerId, turn, reply, deliveryId, channel, at });
    if (reply.kind === 'question') return [delivered];
    const question = `${ticket.subject}\n${ticket.body}`.trim();
    const intent = triage?.intent?.id;
    const entry = {
      ticketId,
      turn,
      at,
      ...(intent && { intent }),
      question,
      answer: reply.text,
      answeredBy: reply.author.kind,
    };
    await this.customers.remember(customerId, entry);
    const resolved = { ticketId, customerId, turn, reply, ticket, ...(triage && { triage }), ...(draft && { draft }) };
    return [delivered, TicketResolved.of(resolved)];
  }

  private async withhold(
    { data }: EventOf<typeof ReplyApproved>,
    { reason, detail }: Extract<ReturnType<typeof voiceFor>, { kind: 'withhold' }>,
    reviewed: number | undefined,
  ) {
    const { ticketId, customerId, turn, reply } = data;
    const withheld = ReplyWithheld.of({ ticketId, customerId, turn, reply, reason, detail });
    if (reason === 'overtaken' && reply.author.kind === 'human') await this.tickets.endReview(ticketId, turn);
    // Nobody else would take this turn up: the router is done with it, and an open review is about an earlier one.
    const unheard = reason === 'review_open' && reviewed !== undefined && reviewed < turn;
    if (reason !== 'kill_switch' && !unheard) return [withheld];
    return [withheld, this.escalate({ data }, detail)];
  }

  private escalate({ data }: Pick<EventOf<typeof ReplyApproved>, 'data'>, reason: string) {
    const { ticketId, customerId, turn, ticket, triage, draft } = data;
    const evidence = { ticket, ...(triage && { triage }), ...(draft && { draft }) };
    return TicketEscalated.of({ ticketId, customerId, turn, step: 'deliver', reason, ...evidence });
  }

  @Follows(KbArticle)
  article(record: Followed<typeof KbArticle>): void {
    this.retracted.apply(record);
  }

  @Consumes(ReviewRequested)
  async requested({ data: { ticketId, reviewId, queue, turn, kind } }: EventOf<typeof ReviewRequested>): Promise<void> {
    if (kind === 'conflict') return; // about an article: the ticket goes on as it was
    await this.tickets.openReview(ticketId, { reviewId, queue, turn });
  }

  @Consumes(ReviewClaimed)
  async claimed({ data: { ticketId, reviewId, turn } }: EventOf<typeof ReviewClaimed>): Promise<void> {
    const ticket = await this.tickets.find(ticketId);
    if (!ticket?.review) await this.tickets.openReview(ticketId, { reviewId, queue: 'claimed', turn });
  }

  @Consumes(TicketClosed)
  async closed({ data: { ticketId, turn, reason, by } }: EventOf<typeof TicketClosed>): Promise<void> {
    await this.tickets.close(ticketId, turn, reason, by.kind === 'human');
  }
}
