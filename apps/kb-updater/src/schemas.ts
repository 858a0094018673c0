import { type ModelDefinition, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { DataOf, TicketResolved } from '@throughline/contracts';
import type { Cause, OutgoingRecord } from '@throughline/messaging';
import { indexPending, type WithPending } from '@throughline/platform';
import { Schema as MongooseSchema } from 'mongoose';
import type { Article } from './article.ts';
import type { Conflict } from './conflict.ts';

const Mixed = MongooseSchema.Types.Mixed;

@Schema({ collection: 'articles', versionKey: false, minimize: false })
export class ArticleDoc implements Article, WithPending {
  /** Equal to `articleId`. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, required: true }) articleId!: string;
  @Prop({ type: Number, required: true }) revision!: number;
  @Prop({ type: String, required: true }) title!: string;
  @Prop({ type: [String], required: true, index: true }) intents!: string[];
  @Prop({ type: [String], required: true }) questions!: string[];
  @Prop({ type: String, required: true }) body!: string;
  @Prop({ type: String, required: true }) status!: Article['status'];
  @Prop({ type: Mixed, required: true }) origin!: Article['origin'];
  @Prop({ type: String, required: true }) updatedAt!: string;
  @Prop({ type: Mixed }) retraction?: Article['retraction'];
  /** The revision that brought this body: a trial is of what an article answers, not of how it is asked for. */
  @Prop({ type: Number }) bodySince?: number;
  /** A person retracted it: replies that quoted it may still lack their review. */
  @Prop({ type: Boolean, index: true }) reviewsDue?: boolean;
  /** Ids of the events that taught it: a redelivery finds what it made. */
  @Prop({ type: [String], default: [], index: true }) taughtBy!: string[];
  @Prop({ type: [Mixed], default: [] }) pending!: OutgoingRecord[];
}

/** A revision that another has replaced. Written before it is replaced, so none is ever missing. */
@Schema({ collection: 'revisions', versionKey: false, minimize: false })
export class RevisionDoc {
  /** `<articleId>@<revision>` */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, required: true, index: true }) articleId!: string;
  @Prop({ type: Mixed, required: true }) article!: Article;
}

/** An answer and an article that contradict each other. */
@Schema({ collection: 'conflicts', versionKey: false, minimize: false })
export class ConflictDoc implements Conflict {
  /** The review. */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: Mixed, required: true }) there!: Conflict['there'];
  @Prop({ type: Mixed, required: true }) lesson!: Article;
  @Prop({ type: String, required: true }) why!: string;
}

/** A turn for which an article was quoted, and how it went on. */
@Schema({ collection: 'uses', versionKey: false, minimize: false })
export class UseDoc implements WithPending {
  /** `<articleId>@<ticketId>.<turn>` */
  @Prop({ type: String, required: true }) _id!: string;
  @Prop({ type: String, required: true, index: true }) articleId!: string;
  @Prop({ type: Number, required: true }) revision!: number;
  @Prop({ type: String, required: true }) ticketId!: string;
  @Prop({ type: String, required: true, index: true }) customerId!: string;
  @Prop({ type: Number, required: true }) turn!: number;
  @Prop({ type: String, default: null }) intent!: string | null;
  @Prop({ type: String, default: null, index: true }) verdict!: 'for' | 'against' | null;
  /** The reply that went out with it, and its event: what a review of it has to show. Null where a reviewer kept it from going out. */
  @Prop({ type: Mixed, default: null }) sent!: { resolved: DataOf<typeof TicketResolved>; cause: Cause } | null;
  /** The review that was asked for when the article was retracted. */
  @Prop({ type: String, default: null }) reviewId!: string | null;
  /** The request for it, until it is sent. */
  @Prop({ type: [Mixed], default: [] }) pending!: OutgoingRecord[];
  /** Holds what a customer wrote, so it is kept no longer than somebody would act on it. */
  @Prop({ type: Date, required: true, expires: '90d' }) at!: Date;
}

export const schemas: ModelDefinition[] = [
  { name: ArticleDoc.name, schema: indexPending(SchemaFactory.createForClass(ArticleDoc)) },
  { name: RevisionDoc.name, schema: SchemaFactory.createForClass(RevisionDoc) },
  { name: ConflictDoc.name, schema: SchemaFactory.createForClass(ConflictDoc) },
  { name: UseDoc.name, schema: indexPending(SchemaFactory.createForClass(UseDoc)) },
];
