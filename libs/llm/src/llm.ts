import { setTimeout as wait } from 'node:timers/promises';
import type { LlmUse } from '@throughline/contracts';
import { backoffMs, Breaker } from '@throughline/messaging';
import type { LanguageModel } from 'ai';
import type { z } from 'zod';
import type { Budget } from './budget.ts';
import { call, mostOf, type Reply } from './call.ts';
import { asRetryable, type Failure, type Fallback } from './failure.ts';
import { asked, beginAtZero } from './metrics.ts';
import { PlaceholderError } from './placeholders.ts';
import type { Prompt } from './prompt.ts';
import { languageModel } from './provider.ts';
import type { LlmSettings } from './settings.ts';

/** Calls that failed in a way that may pass, before the default is used. */
const TRIES = 3;
/** Whatever an endpoint asks for, it is asked again after that. */
const LONGEST_QUIET_MS = 600_000;
const BACKOFF = { attempts: TRIES, initialMs: 200, maxMs: 2_000, forMs: 60_000 };

/** What is put to a model. */
export interface Question<V, T> {
  readonly prompt: Prompt;
  /** The sections of data. */
  readonly data: string;
  readonly schema: z.ZodType<V>;
  /** What the answer comes to, or what is wrong with it, one sentence each. @throws PlaceholderError */
  readonly check: (value: V) => { readonly value: T } | { readonly problems: readonly string[] };
  readonly budget: Budget;
  /** Calls all off: the handler's. */
  readonly signal?: AbortSignal | undefined;
}

/** What came of a question. No value: the default has to answer. Either way, what the event says of it. */
export interface Answer<T> {
  readonly value: T | undefined;
  readonly use: LlmUse;
}

/**
 * A language model with its budget, deadline, retries and breaker. Whatever it does, a question ends in time, and in an
 * answer that was checked or in none: it never throws but where the handler itself is called off.
 */
export class Llm {
  /** Provider and model, e.g. `anthropic/claude-haiku-4-5`. */
  readonly name: string;
  private readonly model: LanguageModel;
  private quietUntil = 0;

  constructor(
    readonly settings: LlmSettings,
    private readonly breaker = new Breaker(),
  ) {
    this.model = languageModel(settings);
    this.name = `${settings.provider}/${settings.model}`;
    beginAtZero(settings.step, this.name);
  }

  async ask<V, T>(question: Question<V, T>): Promise<Answer<T>> {
    const result = await this.answer(question);
    question.signal?.throwIfAborted();
    const [value, fallback] = typeof result === 'string' ? [undefined, result] : [result.value, undefined];
    asked.add(1, { step: this.settings.step, outcome: fallback ?? 'used' });
    const use = { model: this.name, prompt: question.prompt.name, usage: question.budget.usage };
    return { value, use: { ...use, ...(fallback && { fallback }) } };
  }

  private async answer<V, T>(question: Question<V, T>): Promise<{ value: T } | Fallback> {
    const first = await this.reply(question, question.data);
    const checked = judge(question, first);
    if (typeof checked === 'string' || 'value' in checked) return checked;
    const second = await this.reply(question, repair(question.data, first, checked.problems));
    const repaired = judge(question, second);
    if (typeof repaired === 'string' || 'value' in repaired) return repaired;
    return 'invalid';
  }

  /** One answer, right or wrong, after as many tries as the deadline holds. */
  private async reply<V, T>(question: Question<V, T>, data: string): Promise<Reply<V> | Fallback> {
    // Nobody waits for an endpoint that is away; who met the failure tries again.
    if (this.breaker.waitMs > 0) return 'paused';
    let last: Failure | undefined;
    for (let tries = 0; ; tries += 1) {
      const backoff = last ? backoffMs(BACKOFF, tries, asRetryable(last)) : 0;
      const pause = Math.max(backoff, this.breaker.waitMs, this.quietUntil - Date.now());
      if (tries === TRIES || Date.now() + pause >= question.budget.deadline) return last?.fallback ?? 'paused';
      if (pause > 0) await wait(pause, undefined, { signal: question.signal }).catch(() => undefined);
      question.signal?.throwIfAborted();
      const result = await this.call(question, data);
      if (result === 'budget' || 'text' in result) return result;
      if (!result.retryable) return result.fallback;
      last = result;
    }
  }

  private async call<V, T>(question: Question<V, T>, data: string) {
    const { settings, model, breaker } = this;
    if (!question.budget.holds(mostOf(question, data, settings))) return 'budget';
    breaker.began();
    const result = await call({ settings, model, question, data }).catch((error: unknown) => {
      breaker.calledOff();
      throw error;
    });
    if ('text' in result) breaker.succeeded();
    else breaker.failed(result.away);
    const quietMs = 'retryAfterMs' in result ? (result.retryAfterMs ?? 0) : 0;
    if (quietMs > 0) this.quietUntil = Date.now() + Math.min(quietMs, LONGEST_QUIET_MS);
    return result;
  }
}

function judge<V, T>({ check }: Question<V, T>, reply: Reply<V> | Fallback): ReturnType<typeof check> | Fallback {
  if (typeof reply === 'string') return reply;
  if ('problem' in reply) return { problems: [reply.problem] };
  try {
    return check(reply.value);
  } catch (error) {
    if (error instanceof PlaceholderError) return 'placeholder';
    throw error;
  }
}

const repair = (data: string, reply: Reply<unknown> | Fallback, problems: readonly string[]): string =>
  [
    data,
    'Your answer was:',
    typeof reply === 'string' ? '' : reply.text.slice(0, 4_000),
    'It can not be used:',
    ...problems.map((problem) => `- ${problem}`),
    'Answer again, with all of this put right, as JSON only.',
  ].join('\n');
