import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { HistoryEntry, Profile } from '@throughline/contracts';
import type { Model } from 'mongoose';
import { CustomerDoc } from './schemas.ts';

@Injectable()
export class CustomerStore {
  constructor(@InjectModel(CustomerDoc.name) private readonly customers: Model<CustomerDoc>) {}

  find(customerId: string): Promise<CustomerDoc | null> {
    return this.customers.findById(customerId).lean<CustomerDoc | null>().exec();
  }

  /** What is known, or what the sender says of someone unknown, from now on known. */
  async findOrAdd(customerId: string, profile: Profile): Promise<CustomerDoc> {
    const add = { $setOnInsert: { profile, history: [] } };
    return this.customers
      .findOneAndUpdate({ _id: customerId }, add, { upsert: true, returnDocument: 'after' })
      .lean<CustomerDoc>()
      .orFail()
      .exec();
  }

  /** Replaces the profile; adds history entries that aren't there yet. */
  async put(customerId: string, profile: Profile, history: readonly HistoryEntry[]): Promise<void> {
    await this.customers.updateOne(
      { _id: customerId },
      { $set: { profile }, $setOnInsert: { history: [] } },
      { upsert: true },
    );
    // oxlint-disable-next-line no-await-in-loop -- in order: history is oldest first
    for (const entry of history) await this.remember(customerId, entry);
  }

  /** Adds an answer to the history, once a ticket and turn. */
  async remember(customerId: string, entry: HistoryEntry): Promise<void> {
    const same = { ticketId: entry.ticketId, ...(entry.turn !== undefined && { turn: entry.turn }) };
    const missing = { _id: customerId, history: { $not: { $elemMatch: same } } };
    await this.customers.updateOne(missing, { $push: { history: entry } });
  }
}
