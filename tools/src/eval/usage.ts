import type { Draft, Triage } from '@throughline/contracts';

/** What a step says of the language model that it asked, if it asked one. */
interface Asked {
  readonly llm?:
    | {
        readonly usage: {
          readonly inputTokens: number;
          readonly outputTokens: number;
          /** Left out where prices are not set. */
          readonly costUsd?: number | undefined;
        };
      }
    | undefined;
}

/** Tokens and US dollars that the steps took; 0 for the embedded models. */
export function usageOf(steps: readonly ((Triage | Draft) & Asked)[]): { tokens: number; costUsd: number } {
  const all = steps.flatMap(({ llm }) => llm?.usage ?? []);
  return {
    tokens: all.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0),
    costUsd: all.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0),
  };
}
