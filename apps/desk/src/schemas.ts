import { type ModelDefinition, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { OutgoingRecord } from '@throughline/messaging';
import { indexPending, type WithPending } from '@throughline/platform';
import { Schema as MongooseSchema } from 'mongoose';
import type { Claim, Decision, Newer, Review, State, Suggestion } from './review.ts';
import type { Request } from './request.ts';

const Mixed = MongooseSchema.Types.Mixed;

@Schema({ collection: 'reviews', versionKey: false, minimize: false })
export class ReviewDoc implements Review, WithPending {
  /** Equal to `reviewId`. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, required: true }) reviewId!: string;
  /** Unique: at most one waiting review a ticket, whoever opens it first. See `slotOf`. */
  @Prop({ type: String, required: true, unique: true }) slot!: string;
  /** +1 with every change: compare-and-set. */
  @Prop({ type: Number, required: true }) version!: number;
  @Prop({ type: String, required: true, index: true }) ticketId!: string;
  @Prop({ type: String, required: true }) customerId!: string;
  @Prop({ type: String, required: true }) kind!: Review['kind'];
  @Prop({ type: String, required: true, index: true }) queue!: string;
  @Prop({ type: String, required: true, index: true }) state!: State;
  @Prop({ type: String, required: true }) openedAt!: string;
  @Prop({ type: Mixed, required: true }) current!: Request;
  @Prop({ type: [Mixed], required: true }) earlier!: Request[];
  @Prop({ type: Mixed, default: null }) newer!: Newer | null;
  @Prop({ type: [Mixed], required: true }) suggestions!: Suggestion[];
  @Prop({ type: Mixed, default: null }) claim!: Claim | null;
  @Prop({ type: [Mixed], required: true }) decisions!: Decision[];
  @Prop({ type: Number, required: true }) moves!: number;
  @Prop({ type: [String], required: true }) seen!: string[];
  @Prop({ type: [Mixed], default: [] }) pending!: OutgoingRecord[];
}

/** How far a ticket has its outcomes: a request that comes late, on another topic, finds that nobody waits for it. */
@Schema({ collection: 'endings', versionKey: false })
export class EndingDoc {
  /** The ticket's id. */
  @Prop({ type: String, required: true }) _id!: string;
  /** The latest turn that ended so. */
  @Prop({ type: Number }) answered?: number;
  @Prop({ type: Number }) closed?: number;
  // Late means minutes, or hours after an outage; nothing is late for a month.
  @Prop({ type: Date, required: true, expires: '30d' }) at!: Date;
}

export const schemas: ModelDefinition[] = [
  { name: ReviewDoc.name, schema: indexPending(SchemaFactory.createForClass(ReviewDoc)) },
  { name: EndingDoc.name, schema: SchemaFactory.createForClass(EndingDoc) },
];
