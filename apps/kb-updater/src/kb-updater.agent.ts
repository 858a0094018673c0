import { Logger } from '@nestjs/common';
import {
  type EventOf,
  KbArticle,
  ReviewDecided,
  ReviewRequested,
  services,
  TicketResolved,
} from '@throughline/contracts';
import { Agent, Consumes } from '@throughline/messaging';
import { lesson } from './lesson.ts';
import { Lessons } from './lessons.ts';
import { Trials } from './trials.ts';

/** What people answer teaches the knowledge base; what becomes of its answers confirms or retires what was learned. */
@Agent(services['kb-updater'])
export class KbUpdaterAgent {
  private readonly log = new Logger('lessons');

  constructor(
    private readonly lessons: Lessons,
    private readonly trials: Trials,
  ) {}

  @Consumes(TicketResolved, { emits: [KbArticle, ReviewRequested] })
  async resolved(event: EventOf<typeof TicketResolved>) {
    await this.trials.resolved(event);
    const taught = lesson(event.data);
    if ('skip' in taught) {
      this.log.debug(`Ticket ${event.data.ticketId} teaches nothing: ${taught.skip}.`);
      return undefined;
    }
    return this.lessons.take({ ...taught.article, updatedAt: event.time }, event);
  }

  /** One on a reply teaches nothing: only what was delivered does. But it may speak against what was quoted. */
  @Consumes(ReviewDecided, { emits: [KbArticle] })
  async decided(event: EventOf<typeof ReviewDecided>) {
    if (event.data.kind === 'conflict') return this.lessons.decided(event);
    await this.trials.decided(event);
    return undefined;
  }
}
