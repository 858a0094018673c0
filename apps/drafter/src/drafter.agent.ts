import { type EventOf, KbArticle, ReplyDrafted, services, TicketTriaged } from '@throughline/contracts';
import { Agent, Consumes, type Followed, Follows } from '@throughline/messaging';
import { draftReply } from './draft-reply.ts';
import { Knowledge } from './knowledge.ts';

/** A reply quoted from the knowledge base, or an abstention that says what was missing. */
@Agent(services.drafter)
export class DrafterAgent {
  constructor(private readonly knowledge: Knowledge) {}

  @Consumes(TicketTriaged, { emits: [ReplyDrafted] })
  async handle({ data: { ticketId, customerId, turn, ticket, triage } }: EventOf<typeof TicketTriaged>) {
    const draft = await draftReply(ticket, triage, this.knowledge);
    return ReplyDrafted.of({ ticketId, customerId, turn, ticket, triage, draft });
  }

  @Follows(KbArticle)
  article(record: Followed<typeof KbArticle>): Promise<void> {
    return this.knowledge.apply(record);
  }
}
