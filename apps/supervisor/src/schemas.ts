import { type ModelDefinition, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { Draft, Ticket, Triage } from '@throughline/contracts';
import type { Cause, OutgoingRecord } from '@throughline/messaging';
import { indexPending, type WithPending } from '@throughline/platform';
import { Schema as MongooseSchema } from 'mongoose';
import type { Seen } from './overdue.ts';

const Mixed = MongooseSchema.Types.Mixed;

/** What the supervisor did about a step that was overdue. */
export interface Escalated {
  step: string;
  reason: string;
  at: string;
}

/** One turn of a ticket on its way to an outcome. */
@Schema({ collection: 'turns', versionKey: false, minimize: false })
export class TurnDoc implements WithPending {
  /** `<ticketId>.<turn>` */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, required: true }) ticketId!: string;
  @Prop({ type: String, required: true }) customerId!: string;
  @Prop({ type: Number, required: true }) turn!: number;
  @Prop({ type: Mixed, required: true }) seen!: Seen;
  /** The last event that was seen: the cause of an escalation. */
  @Prop({ type: Mixed, required: true }) last!: Cause;
  @Prop({ type: Mixed }) ticket?: Ticket;
  @Prop({ type: Mixed }) triage?: Triage;
  @Prop({ type: Mixed }) draft?: Draft;
  @Prop({ type: Mixed, default: null }) escalated!: Escalated | null;
  /** Since when nothing is owed; null while the sweep looks at it. Kept a month, to be asked about. */
  @Prop({ type: Date, default: null, expires: '30d' }) doneAt!: Date | null;
  @Prop({ type: [Mixed], default: [] }) pending!: OutgoingRecord[];
}

export const schemas: ModelDefinition[] = [
  { name: TurnDoc.name, schema: indexPending(SchemaFactory.createForClass(TurnDoc)) },
];
