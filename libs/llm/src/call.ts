import { generateText, type LanguageModel, NoObjectGeneratedError, NoOutputGeneratedError, Output } from 'ai';
import type { z } from 'zod';
import { type Budget, estimate, type Tokens } from './budget.ts';
import { type Failure, failureOf } from './failure.ts';
import { cost, tokens } from './metrics.ts';
import type { Prompt } from './prompt.ts';
import type { LlmSettings } from './settings.ts';

// The SDK would print its warnings to the console, past the service's log.
(globalThis as { AI_SDK_LOG_WARNINGS?: boolean }).AI_SDK_LOG_WARNINGS = false;

/** What a model said: of the right shape, or what is wrong with it. */
export type Reply<V> = { readonly text: string } & ({ readonly value: V } | { readonly problem: string });

interface Asked<V> {
  readonly prompt: Prompt;
  readonly schema: z.ZodType<V>;
  readonly budget: Budget;
  readonly signal?: AbortSignal | undefined;
}

interface Call<V> {
  readonly settings: LlmSettings;
  readonly model: LanguageModel;
  readonly question: Asked<V>;
  readonly data: string;
}

/** What a call comes to at most. */
export const mostOf = ({ prompt }: { prompt: Prompt }, data: string, { maxOutputTokens }: LlmSettings): Tokens =>
  estimate(prompt.text + data, maxOutputTokens);

/** Asks once. @throws what the handler's signal says, where that calls it off */
export async function call<V>({ settings, model, question, data }: Call<V>): Promise<Reply<V> | Failure> {
  const { prompt, schema, signal } = question;
  const timeout = AbortSignal.timeout(Math.max(1, question.budget.deadline - Date.now()));
  let used: Tokens | undefined;
  try {
    const result = await generateText({
      model,
      instructions: prompt.text,
      prompt: data,
      output: Output.object({ schema }),
      maxOutputTokens: settings.maxOutputTokens,
      maxRetries: 0, // retries have to know the deadline and the budget
      abortSignal: signal ? AbortSignal.any([timeout, signal]) : timeout,
      telemetry: { isEnabled: false }, // it would record prompts and answers
    });
    used = tokensOf(result.usage, prompt.text + data, result.text);
    return replyOf(result.text, () => result.output);
  } catch (error) {
    signal?.throwIfAborted();
    if (timeout.aborted) return { fallback: 'timeout', retryable: false, away: true };
    if (NoObjectGeneratedError.isInstance(error)) {
      used = tokensOf(error.usage, prompt.text + data, error.text ?? '');
      return { text: error.text ?? '', problem: shapeProblem };
    }
    const failure = failureOf(error);
    if (failure) return failure;
    used = tokensOf(undefined, prompt.text + data, '');
    return { text: '', problem: 'There was no answer.' };
  } finally {
    if (used) count(settings, question.budget, used);
  }
}

const shapeProblem = 'It is not JSON of the shape that was asked for.';

function replyOf<V>(text: string, output: () => V): Reply<V> {
  try {
    return { text, value: output() };
  } catch (error) {
    // It ended before it was whole.
    if (NoOutputGeneratedError.isInstance(error)) return { text, problem: shapeProblem };
    throw error;
  }
}

/** As the provider counts them; where it does not, as their characters say. */
const tokensOf = (
  usage: Partial<Record<'inputTokens' | 'outputTokens', number | undefined>> | undefined,
  prompt: string,
  text: string,
): Tokens => ({
  input: usage?.inputTokens ?? estimate(prompt, 0).input,
  output: usage?.outputTokens ?? estimate(text, 0).input,
});

function count({ step, provider, model: name }: LlmSettings, budget: Budget, used: Tokens): void {
  budget.spend(used);
  const model = `${provider}/${name}`;
  tokens.add(used.input, { step, model, 'gen_ai.token.type': 'input' });
  tokens.add(used.output, { step, model, 'gen_ai.token.type': 'output' });
  cost.add(budget.costUsd(used) ?? 0, { step, model });
}
