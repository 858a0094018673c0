import type { LlmUse } from '@throughline/contracts';
import type { LlmSettings } from './settings.ts';

/** What was used, as the provider counts it; estimated where it does not say. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
}

/** About four characters of English a token; three leave room for everything else. */
const CHARACTERS = 3;

/** What a prompt comes to at most. */
export const estimate = (prompt: string, maxOutputTokens: number): Tokens => ({
  input: Math.ceil(prompt.length / CHARACTERS),
  output: maxOutputTokens,
});

/**
 * What may be used for one message of a ticket, by this step in all its calls and by the steps before it together, and
 * until when.
 */
export class Budget {
  /** In milliseconds since 1970: the time runs from here. */
  readonly deadline: number;
  private calls = 0;
  private used: Tokens = { input: 0, output: 0 };

  /** `before`: what earlier steps used for the same message, as their events say. */
  constructor(
    private readonly settings: Pick<LlmSettings, 'timeoutMs' | 'ticketTokens' | 'ticketCostUsd' | 'prices'>,
    private readonly before?: LlmUse['usage'],
  ) {
    this.deadline = Date.now() + settings.timeoutMs;
  }

  /** Whether a call that comes to this at most can be paid. */
  holds(next: Tokens): boolean {
    const sum = { input: this.used.input + next.input, output: this.used.output + next.output };
    const { ticketTokens, ticketCostUsd = Infinity } = this.settings;
    const { inputTokens = 0, outputTokens = 0, costUsd = 0 } = this.before ?? {};
    const tokens = inputTokens + outputTokens + sum.input + sum.output;
    return tokens <= ticketTokens && costUsd + (this.costUsd(sum) ?? 0) <= ticketCostUsd;
  }

  spend(tokens: Tokens): void {
    this.calls += 1;
    this.used = { input: this.used.input + tokens.input, output: this.used.output + tokens.output };
  }

  /** All that this step used, for the event. */
  get usage(): { calls: number; inputTokens: number; outputTokens: number; costUsd?: number } {
    const costUsd = this.costUsd(this.used);
    const cost = costUsd === undefined ? {} : { costUsd };
    return { calls: this.calls, inputTokens: this.used.input, outputTokens: this.used.output, ...cost };
  }

  /** US dollars; undefined where prices are not known. */
  costUsd({ input, output }: Tokens): number | undefined {
    const { prices } = this.settings;
    return prices && (input * prices.input + output * prices.output) / 1_000_000;
  }
}
