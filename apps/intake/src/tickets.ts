import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { EventOf, TicketReceived } from '@throughline/contracts';
import { TerminalError } from '@throughline/messaging';
import type { Model } from 'mongoose';
import { MOST_OTHERS, type OtherTicketDoc } from './context.ts';
import { isSentTwice, messageKey, samePlace, ticketIdFor } from './identity.ts';
import { type Delivery, MessageDoc, TicketDoc } from './schemas.ts';

/** Tickets and their turns. Every write is idempotent: a record that comes again changes nothing. */
@Injectable()
export class TicketStore {
  constructor(
    @InjectModel(MessageDoc.name) private readonly messages: Model<MessageDoc>,
    @InjectModel(TicketDoc.name) private readonly tickets: Model<TicketDoc>,
  ) {}

  find(ticketId: string): Promise<TicketDoc | null> {
    return this.tickets.findById(ticketId).lean<TicketDoc | null>().exec();
  }

  /** The ticket and the turn that this message is, or undefined for a duplicate. */
  async takeIn(event: EventOf<typeof TicketReceived>): Promise<{ ticket: TicketDoc; turn: number } | undefined> {
    const key = messageKey(event.source, event.id);
    const ticketId = event.data.ticketId ?? ticketIdFor(key);
    const first = await this.messages
      .findOneAndUpdate(
        { _id: key },
        { $setOnInsert: { place: event.place, ticketId } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<MessageDoc>()
      .orFail()
      .exec();
    if (!samePlace(first.place, event.place)) return undefined;
    const known = await this.open(ticketId, event);
    const { subject, body: text, receivedAt } = event.data;
    const turn = { message: key, subject, text, at: receivedAt ?? event.time };
    if (isSentTwice(turn, known.turns)) return undefined;
    // The condition makes it once: a redelivery finds its turn there.
    await this.tickets.updateOne(
      { _id: ticketId, 'turns.message': { $ne: key } },
      { $push: { turns: turn }, $inc: { turn: 1 }, $set: { at: turn.at } },
    );
    const ticket = await this.tickets.findById(ticketId).lean<TicketDoc>().orFail().exec();
    return { ticket, turn: ticket.turns.findIndex((t) => t.message === key) + 1 };
  }

  /** The customer's latest tickets but this one. */
  others({ _id, customerId }: TicketDoc): Promise<OtherTicketDoc[]> {
    return this.tickets
      .find({ customerId, _id: { $ne: _id } }, { turns: { $slice: -1 }, review: 1 })
      .sort({ at: -1 })
      .limit(MOST_OTHERS)
      .lean<OtherTicketDoc[]>()
      .exec();
  }

  private async open(ticketId: string, { data }: EventOf<typeof TicketReceived>): Promise<TicketDoc> {
    const { customerId, channel } = data;
    const empty = { customerId, channel, at: '', turn: 0, turns: [], deliveries: {}, closed: {}, review: null };
    const ticket = await this.tickets
      .findOneAndUpdate({ _id: ticketId }, { $setOnInsert: empty }, { upsert: true, returnDocument: 'after' })
      .lean<TicketDoc>()
      .orFail()
      .exec();
    if (ticket.customerId !== customerId) {
      // Answering would tell one customer about another.
      throw new TerminalError(
        `Ticket ${ticketId} belongs to another customer than ${customerId}: send another ticketId.`,
      );
    }
    return ticket;
  }

  /**
   * Compare-and-set: true if this reply now is the turn's one delivery. `latest` is the ticket's latest turn as it was
   * when that was decided. An agent's also needs that no review is open.
   */
  async speak(ticketId: string, turn: number, latest: number, delivery: Delivery): Promise<boolean> {
    const free = {
      _id: ticketId,
      turn: latest,
      [`deliveries.${turn}`]: { $exists: false },
      [`closed.${turn}`]: { $exists: false },
    };
    const condition = delivery.by === 'agent' ? { ...free, review: null } : free;
    const set = { [`deliveries.${turn}`]: delivery, ...(delivery.by === 'human' && { review: null }) };
    const { modifiedCount } = await this.tickets.updateOne(condition, { $set: set });
    return modifiedCount === 1;
  }

  /** A person has the word, unless the turn is over already: topics have no order among each other. */
  async openReview(ticketId: string, review: { reviewId: string; queue: string; turn: number }): Promise<void> {
    const open = { [`deliveries.${review.turn}`]: { $exists: false }, [`closed.${review.turn}`]: { $exists: false } };
    await this.tickets.updateOne({ _id: ticketId, ...open }, { $set: { review } });
  }

  /** A person's reply came too late, and their review with it: the newer turn gets its own. */
  async endReview(ticketId: string, turn: number): Promise<void> {
    await this.tickets.updateOne({ _id: ticketId, 'review.turn': turn }, { $set: { review: null } });
  }

  async close(ticketId: string, turn: number, reason: string, byPerson: boolean): Promise<void> {
    const set = { [`closed.${turn}`]: reason, ...(byPerson && { review: null }) };
    await this.tickets.updateOne({ _id: ticketId }, { $set: set });
  }
}
