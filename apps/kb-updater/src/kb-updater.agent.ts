import { Logger } from '@nestjs/common';
import { type EventOf, KbArticle, ReviewDecided, services, TicketResolved } from '@throughline/contracts';
import { Agent, Consumes } from '@throughline/messaging';
import { ArticleStore } from './article.store.ts';
import { lesson } from './lesson.ts';

/** What people answer teaches the knowledge base. */
@Agent(services['kb-updater'])
export class KbUpdaterAgent {
  private readonly log = new Logger('lessons');

  constructor(private readonly store: ArticleStore) {}

  @Consumes(TicketResolved, { emits: [KbArticle] })
  async resolved(event: EventOf<typeof TicketResolved>) {
    const taught = lesson(event.data);
    if ('skip' in taught) {
      this.log.debug(`Ticket ${event.data.ticketId} teaches nothing: ${taught.skip}.`);
      return undefined;
    }
    return KbArticle.of(await this.store.learn({ ...taught.article, updatedAt: event.time }, event.id));
  }

  // Decisions on conflicts between articles will be taken in here. One on a reply teaches nothing yet: only what was
  // delivered does, and ticket.resolved tells of that with all that a lesson needs.
  @Consumes(ReviewDecided)
  decided(_event: EventOf<typeof ReviewDecided>): void {}
}
