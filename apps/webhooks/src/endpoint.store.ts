import { Injectable } from '@nestjs/common';
import { InjectModel } from '@nestjs/mongoose';
import type { Model } from 'mongoose';
import { EndpointDoc } from './schemas.ts';

/** What is known of endpoints beside their configuration, in MongoDB: all instances see the same. */
@Injectable()
export class EndpointStore {
  constructor(@InjectModel(EndpointDoc.name) private readonly endpoints: Model<EndpointDoc>) {}

  /** Since when an endpoint is configured, by the first instance that knew it. */
  async register(name: string, now: Date): Promise<Date> {
    const first = { $setOnInsert: { since: now, disabled: null, enabled: null } };
    const { since } = await this.endpoints
      .findOneAndUpdate({ _id: name }, first, { upsert: true, returnDocument: 'after' })
      .lean<EndpointDoc>()
      .orFail()
      .exec();
    return since;
  }

  /** @throws where it was never registered */
  find(name: string): Promise<EndpointDoc> {
    return this.endpoints.findById(name).lean<EndpointDoc>().orFail().exec();
  }

  async disable(name: string, now: Date): Promise<void> {
    await this.endpoints.updateOne({ _id: name, disabled: null }, { $set: { disabled: { at: now.toISOString() } } });
  }

  async enable(name: string, by: string, now: Date): Promise<void> {
    const enabled = { at: now.toISOString(), by };
    await this.endpoints.updateOne({ _id: name, disabled: { $ne: null } }, { $set: { disabled: null, enabled } });
  }
}
