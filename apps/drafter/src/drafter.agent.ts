import { type EventOf, KbArticle, ReplyDrafted, services, TicketTriaged } from '@throughline/contracts';
import { Agent, Consumes, type Followed, Follows, type HandledRecord } from '@throughline/messaging';
import { Knowledge } from './knowledge.ts';
import { Writer } from './writer.ts';

/** A reply quoted from the knowledge base, or an abstention that says what was missing. */
@Agent(services.drafter)
export class DrafterAgent {
  constructor(
    private readonly knowledge: Knowledge,
    private readonly writer: Writer,
  ) {}

  @Consumes(TicketTriaged, { emits: [ReplyDrafted] })
  async handle({ data }: EventOf<typeof TicketTriaged>, { signal }: HandledRecord) {
    const { ticketId, customerId, turn, ticket, triage } = data;
    const draft = await this.writer.write(ticket, triage, this.knowledge, signal);
    return ReplyDrafted.of({ ticketId, customerId, turn, ticket, triage, draft });
  }

  @Follows(KbArticle)
  article(record: Followed<typeof KbArticle>): Promise<void> {
    return this.knowledge.apply(record);
  }
}
