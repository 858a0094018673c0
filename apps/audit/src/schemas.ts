import { type ModelDefinition, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import { Schema as MongooseSchema } from 'mongoose';
import type { State } from './state.ts';

const Mixed = MongooseSchema.Types.Mixed;

/** A record of the log, as it lay there. Append-only: never updated, never deleted. */
@Schema({ collection: 'events', versionKey: false })
export class EventDoc {
  /** Its place: `cluster/topic/partition/offset`. Writing it twice is harmless, a gap is visible. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, required: true }) topic!: string;
  @Prop({ type: Number, required: true }) partition!: number;
  @Prop({ type: String, required: true }) offset!: string;
  @Prop({ type: String, default: null }) key!: string | null;
  /** All headers, the CloudEvents attributes among them. */
  @Prop({ type: Mixed, required: true }) headers!: Record<string, string>;
  @Prop({ type: String, default: null, index: true }) subject!: string | null;
  /** The bytes of the value, as text; base64 where they are no UTF-8. Null for a tombstone. */
  @Prop({ type: String, default: null }) value!: string | null;
  @Prop({ type: String, required: true }) encoding!: 'utf8' | 'base64';
  /** SHA-256 of key, headers and value. */
  @Prop({ type: String, required: true }) hash!: string;
  /** When it was appended to the log. */
  @Prop({ type: Date, required: true }) appendedAt!: Date;
}

/** One event of a ticket, without its data. */
export interface FlowStep {
  eventId: string;
  /** The contract's name, e.g. `ticket.opened`. */
  type: string;
  at: string;
  service: string;
  turn: number | null;
  causationId: string | null;
  traceId: string | null;
  policyVersion: string | null;
  /** `_id` of the event. */
  place: string;
}

/** A quote of an article, in a draft or in the reply that went out. */
export interface Cite {
  articleId: string;
  revision: number;
  turn: number;
  in: 'draft' | 'reply';
}

/** One document a ticket, for lists and timelines; made from `events`, so it can be made again. */
@Schema({ collection: 'flows', versionKey: false })
export class FlowDoc {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, default: null }) customerId!: string | null;
  @Prop({ type: String, required: true, index: true }) state!: State;
  @Prop({ type: Number, required: true }) turn!: number;
  @Prop({ type: [Mixed], required: true }) steps!: FlowStep[];
  /** Each once. */
  @Prop({ type: [Mixed] }) cites?: Cite[];
}

const flows = SchemaFactory.createForClass(FlowDoc);
flows.index({ 'cites.articleId': 1 });

export const schemas: ModelDefinition[] = [
  { name: EventDoc.name, schema: SchemaFactory.createForClass(EventDoc) },
  { name: FlowDoc.name, schema: flows },
];
