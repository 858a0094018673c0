import { type ModelDefinition, Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
import type { OutgoingRecord } from '@throughline/messaging';
import type { WithPending } from '@throughline/platform';
import { Schema as MongooseSchema } from 'mongoose';
import type { Article } from './article.ts';

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
  /** Ids of the events that taught it: a redelivery finds what it made. */
  @Prop({ type: [String], default: [], index: true }) taughtBy!: string[];
  @Prop({ type: [Mixed], default: [] }) pending!: OutgoingRecord[];
}

export const schemas: ModelDefinition[] = [{ name: ArticleDoc.name, schema: SchemaFactory.createForClass(ArticleDoc) }];
