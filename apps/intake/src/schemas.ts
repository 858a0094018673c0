import { type ModelDefinition, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { HistoryEntry, Place, Profile } from '@throughline/contracts';
import { Schema as MongooseSchema } from 'mongoose';

const Mixed = MongooseSchema.Types.Mixed;

/** One message as it came in; the first place that it was seen at owns its turn. */
@Schema({ collection: 'messages', versionKey: false })
export class MessageDoc {
  /** Hash of (source, id). */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Mixed, required: true }) place!: Place;
  @Prop({ type: String, required: true }) ticketId!: string;
}

/** A customer's message, as one turn of a ticket. */
export interface Turn {
  /** The message's `_id`. */
  message: string;
  subject: string;
  text: string;
  at: string;
}

/** The one reply of a turn. */
export interface Delivery {
  /** The id of the approved event that it came from. */
  replyId: string;
  text: string;
  by: 'agent' | 'human';
  at: string;
}

/** A ticket and its voice: at most one delivery a turn, and the review that silences agents. */
@Schema({ collection: 'tickets', versionKey: false, minimize: false })
export class TicketDoc {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, required: true }) customerId!: string;
  @Prop({ type: String, required: true }) channel!: string;
  /** When its latest message came; ISO 8601. */
  @Prop({ type: String, required: true }) at!: string;
  @Prop({ type: Number, required: true }) turn!: number;
  @Prop({ type: [Mixed], required: true }) turns!: Turn[];
  /** By turn. */
  @Prop({ type: Mixed, required: true }) deliveries!: Record<string, Delivery>;
  /** Turns that ended without a reply, with the reason. */
  @Prop({ type: Mixed, required: true }) closed!: Record<string, string>;
  @Prop({ type: Mixed, default: null }) review!: { reviewId: string; queue: string; turn: number } | null;
}

/** What every agent may know of a customer. */
@Schema({ collection: 'customers', versionKey: false })
export class CustomerDoc {
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Mixed, required: true }) profile!: Profile;
  @Prop({ type: [Mixed], required: true }) history!: HistoryEntry[];
}

/** A reply as the customer gets it. */
@Schema({ collection: 'mailbox', versionKey: false })
export class MailDoc {
  /** The delivery's idempotency key: `<ticketId>.<turn>`. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, required: true, index: true }) customerId!: string;
  @Prop({ type: String, required: true, index: true }) ticketId!: string;
  @Prop({ type: Number, required: true }) turn!: number;
  @Prop({ type: String, required: true }) channel!: string;
  @Prop({ type: String, required: true }) text!: string;
  @Prop({ type: Date, required: true }) at!: Date;
}

const tickets = SchemaFactory.createForClass(TicketDoc);
// A customer's latest ones.
tickets.index({ customerId: 1, at: -1 });

export const schemas: ModelDefinition[] = [
  { name: MessageDoc.name, schema: SchemaFactory.createForClass(MessageDoc) },
  { name: TicketDoc.name, schema: tickets },
  { name: CustomerDoc.name, schema: SchemaFactory.createForClass(CustomerDoc) },
  { name: MailDoc.name, schema: SchemaFactory.createForClass(MailDoc) },
];
