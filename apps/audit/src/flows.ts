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
    const flow = await this.flows.findById(ticketId).lean<FlowDoc>().orFail();
    await this.flows.updateOne({ _id: ticketId }, { $set: stateOf(flow.steps) });
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
