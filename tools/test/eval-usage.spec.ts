import { ReplyDrafted } from '@throughline/contracts';
import { usageOf } from '../src/eval/usage.ts';

const { triage, draft } = ReplyDrafted.example;

describe('usage', () => {
  it('is nothing for the embedded models', () => {
    expect(usageOf([triage, draft])).toEqual({ tokens: 0, costUsd: 0 });
  });

  it('sums what the steps say of their language models; a price that is not set is none', () => {
    const llm = (inputTokens: number, outputTokens: number, costUsd?: number) => ({
      llm: { model: 'a/b', prompt: 'reply.v1', usage: { calls: 1, inputTokens, outputTokens, costUsd } },
    });
    expect(
      usageOf([
        { ...triage, ...llm(100, 20, 0.001) },
        { ...draft, ...llm(300, 80) },
      ]),
    ).toEqual({
      tokens: 500,
      costUsd: 0.001,
    });
  });
});
