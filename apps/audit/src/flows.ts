import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { FlowDoc, type FlowStep } from './schemas.ts';
import { type State, stateOf } from './state.ts';

/** One document a ticket, kept up to date as its events come. */
@Injectable()
export class FlowStore {
  constructor(@InjectModel(FlowDoc.name) private readonly flows: Model<FlowDoc>) {}

  /** Adds a step, once. */
  async add(ticketId: string, customerId: string | null, step: FlowStep): Promise<void> {
    const empty = { state: 'open', turn: 1, steps: [], customerId };
    await this.flows.updateOne({ _id: ticketId }, { $setOnInsert: empty }, { upsert: true });
    await this.flows.updateOne({ _id: ticketId, 'steps.eventId': { $ne: step.eventId } }, { $push: { steps: step } });
    await this.settle(ticketId);
  }

  /** Topics are read side by side: the state is that of the steps it was made from, or it is made again. */
  private async settle(ticketId: string): Promise<void> {
    for (;;) {
      /* oxlint-disable no-await-in-loop -- again only where another step came between */
      const { steps } = await this.flows.findById(ticketId).lean<FlowDoc>().orFail();
      const same = { _id: ticketId, steps: { $size: steps.length } };
      const { matchedCount } = await this.flows.updateOne(same, { $set: stateOf(steps) });
      if (matchedCount === 1) return;
    }
  }

  find(ticketId: string): Promise<FlowDoc | null> {
    return this.flows.findById(ticketId).lean<FlowDoc | null>().exec();
  }

  list(state: State | undefined, limit: number): Promise<Omit<FlowDoc, 'steps'>[]> {
    return this.flows
      .find(state ? { state } : {}, { steps: 0 })
      .limit(limit)
      .lean<FlowDoc[]>()
      .exec();
  }
}
