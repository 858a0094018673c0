/** What a classifier makes of one sentence by itself. */
export interface SentenceClassification {
  readonly text: string;
  /** As of a whole message. */
  readonly candidates: Classification['candidates'];
  /** How surely it is about any of the intents: the ensemble's scope score, from 0 to 0.5. */
  readonly scope: number;
}

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
  /** Each sentence by itself, in order; left out where there is one only, or the classifier did not look at them. */
  readonly sentences?: readonly SentenceClassification[];
}

/** What a classifier is asked for. */
export interface ClassifyOptions {
  /** Also what each sentence is about, however clear the whole text may be: its writer speaks of several matters. */
  readonly everySentence?: boolean;
}

/** A port: tells what a message is about. */
export interface Classifier {
  /** Which classifier, for the record, e.g. `ensemble/bge-small-en-v1.5+all-minilm-l6-v2`. */
  readonly model: string;
  /** @param text the customer's own words, as `cleanMessage` leaves them. */
  classify(text: string, options?: ClassifyOptions): Promise<Classification>;
}

/** An intent, as a classifier learns it. */
export interface IntentExamples {
  readonly id: string;
  /** How people put it; ten differing ones do well, five are a start. */
  readonly examples: readonly string[];
}
