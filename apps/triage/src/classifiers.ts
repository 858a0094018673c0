import { join } from 'node:path';
import type { LlmUse, Ticket } from '@throughline/contracts';
import { loadLlm, type PromptedLlm } from '@throughline/llm';
import type { Classifier } from '@throughline/models';
import type { ConfigOf } from '@throughline/platform';
import type { Brain } from './brain.ts';
import type { Config } from './config.ts';
import { LlmClassifier } from './llm-classifier.ts';

/** Who classifies one ticket. `use`: what the event says of a language model, once it was asked. */
export type TicketClassifier = Classifier & { readonly use?: LlmUse | undefined };

/** Picks who classifies: a language model with the trained classifier behind it, or that one alone. */
export class Classifiers {
  constructor(private readonly llm?: PromptedLlm) {}

  of({ classifier, intents }: Brain, ticket: Ticket, signal?: AbortSignal): TicketClassifier {
    if (!this.llm) return classifier;
    return new LlmClassifier(classifier, { ...this.llm, intents }, ticket.customer.profile, signal);
  }
}

/** Nothing is asked of the model yet. @throws Error where the prompt is missing */
export const loadClassifiers = (config: ConfigOf<typeof Config>): Classifiers =>
  new Classifiers(loadLlm('triage', join(import.meta.dirname, '../prompts'), config));
