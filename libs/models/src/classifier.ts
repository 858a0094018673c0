/** What a classifier makes of a message. */
export interface Classification {
  /** The likeliest intents, best first; confidences are calibrated probabilities given that the message is in scope. */
  readonly candidates: readonly { readonly id: string; readonly confidence: number }[];
  /** True when the message seems to be about none of the intents. */
  readonly outOfScope: boolean;
  /** Cosine of the nearest example, in [-1, 1]. */
  readonly similarity: number;
  /**
   * Orders the messages of one classifier by how surely the likeliest intent is right: above 0, more is surer, and no
   * probability. Left out where a classifier has none.
   */
  readonly score?: number;
}

/** A port: tells what a message is about. */
export interface Classifier {
  /** Which classifier, for the record, e.g. `ensemble/bge-small-en-v1.5`. */
  readonly model: string;
  /** @param text the customer's own words, as `cleanMessage` leaves them. */
  classify(text: string): Promise<Classification>;
}

/** An intent, as a classifier learns it. */
export interface IntentExamples {
  readonly id: string;
  /** How people put it; ten differing ones do well, five are a start. */
  readonly examples: readonly string[];
}
