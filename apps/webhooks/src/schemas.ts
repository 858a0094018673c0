import { type ModelDefinition, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { OutgoingRecord } from '@throughline/messaging';
import { indexPending, type WithPending } from '@throughline/platform';
import { Schema as MongooseSchema } from 'mongoose';

const Mixed = MongooseSchema.Types.Mixed;

export type DeliveryState = 'pending' | 'delivered' | 'dead';

/** How the last post ended. */
export interface LastPost {
  at: string;
  status?: number;
  detail: string;
}

/** Somebody wants a dead delivery to be tried again. */
export interface Redrive {
  by: string;
  why: string;
  at: string;
}

/** One event on its way to one endpoint. */
@Schema({ collection: 'deliveries', versionKey: false })
export class DeliveryDoc implements WithPending {
  /** The `webhook-id`. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, required: true }) endpoint!: string;
  @Prop({ type: String, required: true }) event!: string;
  /** The ticket's id, where the event is about one. */
  @Prop({ type: String }) subject?: string;
  /** The CloudEvent, the same bytes each time; null when it has arrived: it holds what customers write. */
  @Prop({ type: String, default: null }) body!: string | null;
  @Prop({ type: String, required: true }) state!: DeliveryState;
  /** Posts that were begun, since the last redrive. */
  @Prop({ type: Number, required: true }) attempts!: number;
  @Prop({ type: Date, required: true }) createdAt!: Date;
  /** When it has been tried for long enough. */
  @Prop({ type: Date, required: true }) expiresAt!: Date;
  /** When it is due; while it is posted, when somebody else may take it for lost. */
  @Prop({ type: Date, required: true }) nextAt!: Date;
  /** Who posts it or did so last: an id a post. */
  @Prop({ type: String, default: null }) claim!: string | null;
  @Prop({ type: Mixed, default: null }) last!: LastPost | null;
  @Prop({ type: [Mixed], default: [] }) redrives!: Redrive[];
  /** When it is deleted: delivered ones after a week, dead ones after a month. */
  @Prop({ type: Date, default: null, expires: 0 }) forgetAt!: Date | null;
  @Prop({ type: [Mixed], default: [] }) pending!: OutgoingRecord[];
}

/** What is known of an endpoint beside its configuration. */
@Schema({ collection: 'endpoints', versionKey: false })
export class EndpointDoc {
  @Prop({ type: String, required: true }) _id!: string;
  /** When it was first configured: it gets what happened from then on. */
  @Prop({ type: Date, required: true }) since!: Date;
  /** Since it answered 410, until a person enables it again. */
  @Prop({ type: Mixed, default: null }) disabled!: { at: string } | null;
  @Prop({ type: Mixed, default: null }) enabled!: { at: string; by: string } | null;
}

const delivery = indexPending(SchemaFactory.createForClass(DeliveryDoc));
delivery.index({ endpoint: 1, state: 1, nextAt: 1 });
delivery.index({ state: 1, createdAt: -1 });

export const schemas: ModelDefinition[] = [
  { name: DeliveryDoc.name, schema: delivery },
  { name: EndpointDoc.name, schema: SchemaFactory.createForClass(EndpointDoc) },
];
