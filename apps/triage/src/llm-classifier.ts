import type { LlmUse, Profile } from '@throughline/contracts';
import { Budget, DataSections, Placeholders, type PromptedLlm } from '@throughline/llm';
import type { Classification, Classifier, ClassifyOptions } from '@throughline/models';
import type { Intent } from '@throughline/workspace';
import { z } from 'zod';

/** A language model and what it may choose from. */
type LlmChoice = PromptedLlm & { readonly intents: readonly Intent[] };

const EXAMPLES = 3;
const Choice = z.object({ intent: z.string().nullable() });

/**
 * A language model's choice of intent for one ticket, with the trained classifier behind it. Confidences stay that
 * classifier's: they are calibrated, what a model says of itself is not. So where both disagree the confidence is low, and
 * the policy sends the ticket to a person.
 */
export class LlmClassifier implements Classifier {
  /** What the event says of the model; undefined until it was asked. */
  use: LlmUse | undefined;
  private readonly budget: Budget;
  private readonly placeholders: Placeholders;

  constructor(
    private readonly trained: Classifier,
    private readonly choice: LlmChoice,
    profile: Profile,
    private readonly signal?: AbortSignal,
  ) {
    this.budget = new Budget(choice.llm.settings);
    this.placeholders = new Placeholders(profile);
  }

  get model(): string {
    const chose = this.use && this.use.fallback === undefined;
    return chose ? `${this.choice.llm.name} + ${this.trained.model}` : this.trained.model;
  }

  async classify(text: string, options?: ClassifyOptions): Promise<Classification> {
    const { llm, prompt, intents } = this.choice;
    const trained = await this.trained.classify(text, options);
    const { value, use } = await llm.ask({
      prompt,
      data: dataOf(this.placeholders.hide(text), intents),
      schema: Choice,
      check: ({ intent }) =>
        intent === null || intents.some(({ id }) => id === intent)
          ? { value: { intent } }
          : { problems: ['The intent is none of the list.'] },
      budget: this.budget,
      signal: this.signal,
    });
    this.use = use;
    return value ? chosen(trained, value.intent) : trained;
  }
}

function dataOf(message: string, intents: readonly Intent[]): string {
  const list = intents.map(({ id, title, examples }) => ({ id, title, examples: examples.slice(0, EXAMPLES) }));
  return new DataSections()
    .add('intents', JSON.stringify(list, null, 1))
    .add('message', message)
    .toString();
}

/** The trained classifier's findings with the model's choice in front. */
export function chosen(trained: Classification, intent: string | null): Classification {
  const best = trained.outOfScope ? null : (trained.candidates[0]?.id ?? null);
  if (intent === best) return trained;
  // How sure the trained classifier was of its own choice says nothing of another.
  const { score: _, ...rest } = trained;
  if (intent === null) return { ...rest, outOfScope: true };
  const own = trained.candidates.find(({ id }) => id === intent) ?? { id: intent, confidence: 0 };
  const others = trained.candidates.filter(({ id }) => id !== intent);
  return { ...rest, outOfScope: false, candidates: [own, ...others] };
}
