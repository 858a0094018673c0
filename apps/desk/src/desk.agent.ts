import {
  type EventOf,
  ReplyDelivered,
  ReplyWithheld,
  ReviewRequested,
  services,
  TicketClosed,
  TicketEscalated,
  TicketOpened,
  TicketResolved,
} from '@throughline/contracts';
import { Agent, Consumes } from '@throughline/messaging';
import { messageCame, replyWithheld, turnEnded } from './follow-up.ts';
import { fromEscalated, fromRequested } from './request.ts';
import type { Review } from './review.ts';
import { ReviewStore } from './review.store.ts';

/** What the other services tell the desk. The rules say what it means; the topics may arrive in any order. */
@Agent(services.desk)
export class DeskAgent {
  constructor(private readonly store: ReviewStore) {}

  @Consumes(ReviewRequested)
  async requested(event: EventOf<typeof ReviewRequested>): Promise<void> {
    await this.store.request(fromRequested(event));
  }

  @Consumes(TicketEscalated)
  async escalated(event: EventOf<typeof TicketEscalated>): Promise<void> {
    await this.store.request(fromEscalated(event));
  }

  // Without an open review there is nothing to add to: the request that follows brings the message along.
  @Consumes(TicketOpened)
  async opened(event: EventOf<typeof TicketOpened>): Promise<void> {
    await this.store.changeAll(event.data.ticketId, (review) => messageCame(review, event));
  }

  @Consumes(ReplyWithheld)
  async withheld(event: EventOf<typeof ReplyWithheld>): Promise<void> {
    await this.store.changeAll(event.data.ticketId, (review) => replyWithheld(review, event));
  }

  @Consumes(ReplyDelivered)
  async delivered({ data: { ticketId, turn } }: EventOf<typeof ReplyDelivered>): Promise<void> {
    await this.store.end(ticketId, turn, 'answered');
  }

  @Consumes(TicketResolved)
  async resolved({ data: { ticketId, turn } }: EventOf<typeof TicketResolved>): Promise<void> {
    await this.store.end(ticketId, turn, 'answered');
  }

  @Consumes(TicketClosed)
  async closed({ data: { ticketId, turn, by } }: EventOf<typeof TicketClosed>): Promise<void> {
    if (by.kind === 'human') return this.store.end(ticketId, turn, 'closed');
    // What triage closes (an auto-responder, say) ends nothing that a person was asked about an earlier turn.
    const about = (review: Review) => review.current.turn === turn;
    return this.store.changeAll(ticketId, (review) =>
      about(review) ? turnEnded(review, { answered: 0, closed: turn }) : undefined,
    );
  }
}
