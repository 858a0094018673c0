import { Breaker } from '@throughline/messaging';
import { z } from 'zod';
import { Budget, Llm, type LlmSettings, type Question } from '../src/index.ts';
import {
  type Behaviour,
  drips,
  emptyChoice,
  fails,
  hangsUp,
  LlmServer,
  says,
  saysAsAnthropic,
  stalls,
  truncated,
} from '../src/testing.ts';

const server = new LlmServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const right = { word: 'yes' };
const question = (settings: LlmSettings, more: Partial<Question<{ word: string }, string>> = {}) => ({
  prompt: { name: 'q.v1', text: 'Answer as JSON: {"word": "…"}' },
  data: 'the data',
  schema: z.object({ word: z.string() }),
  check: ({ word }: { word: string }) => (word === 'no' ? { problems: ['Never say no.'] } : { value: word }),
  budget: new Budget(settings),
  ...more,
});

async function ask(behaviours: readonly Behaviour[], more: Partial<LlmSettings> = {}) {
  server.will(...behaviours);
  const settings = server.settings(more);
  return new Llm(settings).ask(question(settings));
}

describe('an answer', () => {
  it('is used', async () => {
    expect(await ask([says(right)])).toEqual({
      value: 'yes',
      use: {
        model: 'openai-compatible/tiny',
        prompt: 'q.v1',
        usage: { calls: 1, inputTokens: 100, outputTokens: 20 },
      },
    });
  });

  it('has its price', async () => {
    const { use } = await ask([says(right)], { prices: { input: 10, output: 100 } });
    expect(use.usage.costUsd).toBeCloseTo(0.003);
  });

  it.each([
    ['that is truncated', truncated(right)],
    ['without a choice', emptyChoice],
    ['of another shape', says({ nonsense: 1 })],
    ['that a check refuses', says({ word: 'no' })],
  ])('%s is repaired once', async (_, wrong) => {
    const { value, use } = await ask([wrong, says(right)]);
    expect([value, use.fallback, use.usage.calls]).toEqual(['yes', undefined, 2]);
  });

  it.each([
    ['that is truncated', truncated(right)],
    ['without a choice', emptyChoice],
    ['of another shape', says({ nonsense: 1 })],
    ['that a check refuses', says({ word: 'no' })],
  ])('%s again is given up', async (_, wrong) => {
    const { value, use } = await ask([wrong, wrong]);
    expect([value, use.fallback, server.received.length]).toEqual([undefined, 'invalid', 2]);
  });

  it('is repaired knowing what was wrong', async () => {
    await ask([says({ word: 'no' }), says(right)]);
    expect(server.received[1]?.body).toContain('Never say no.');
  });

  it('may come from Anthropic', async () => {
    const { value } = await ask([saysAsAnthropic(right)], { provider: 'anthropic', apiKey: 'key-of-a-test' });
    expect(value).toBe('yes');
    expect(server.received[0]).toMatchObject({ path: '/v1/messages', headers: { 'x-api-key': 'key-of-a-test' } });
  });
});

describe('a failure', () => {
  it.each([
    ['stalls', stalls],
    ['drips', drips],
  ])('that %s ends with the time', async (_, slow) => {
    expect(await ask([slow], { timeoutMs: 150 })).toMatchObject({ value: undefined, use: { fallback: 'timeout' } });
  });

  it('that may pass is tried again', async () => {
    expect(await ask([fails(429, { 'retry-after': '1' }), says(right)])).toMatchObject({ value: 'yes' });
  });

  it('waits no longer than it has time', async () => {
    const { use } = await ask([fails(429, { 'retry-after': '60' }), says(right)]);
    expect([use.fallback, server.received.length]).toEqual(['rate_limited', 1]);
  });

  it.each([
    ['500', fails(500)],
    ['a broken connection', hangsUp],
  ])('%s is tried three times', async (_, away) => {
    const { use } = await ask([away]);
    expect([use.fallback, server.received.length]).toEqual(['unavailable', 3]);
  });

  it.each([400, 401, 404])('%i is not tried again', async (status) => {
    const { use } = await ask([fails(status)]);
    expect([use.fallback, server.received.length]).toEqual(['refused', 1]);
  });

  it('goes nowhere else on a redirect', async () => {
    const { use } = await ask([fails(307, { location: '/elsewhere' })]);
    expect(use.fallback).toBe('unavailable');
    expect(server.received.map(({ path }) => path)).not.toContain('/elsewhere');
  });

  it('of the endpoint lets the next question go without', async () => {
    server.will(fails(401));
    const settings = server.settings();
    const llm = new Llm(settings, new Breaker({ initialMs: 600_000, maxMs: 600_000 }));
    await llm.ask(question(settings));
    const { use } = await llm.ask(question(settings));
    expect([use.fallback, server.received.length]).toEqual(['paused', 1]);
  });

  it('that asks for quiet gets it', async () => {
    server.will(fails(429, { 'retry-after': '60' }));
    const settings = server.settings();
    const llm = new Llm(settings);
    await llm.ask(question(settings));
    const { use } = await llm.ask(question(settings));
    expect([use.fallback, server.received.length]).toEqual(['paused', 1]);
  });

  it('of nobody listening is one too', async () => {
    const gone = await new LlmServer().start();
    const settings = gone.settings();
    await gone.stop();
    const { use } = await new Llm(settings).ask(question(settings));
    expect(use.fallback).toBe('unavailable');
  });
});

it('is thrown where the handler is called off', async () => {
  server.will(stalls);
  const settings = server.settings();
  const reason = new Error('the handler is over');
  const asked = new Llm(settings).ask(question(settings, { signal: AbortSignal.abort(reason) }));
  await expect(asked).rejects.toBe(reason);
});

describe('a budget', () => {
  it('that does not hold the question asks nothing', async () => {
    const { use } = await ask([says(right)], { ticketTokens: 201 });
    expect([use.fallback, server.received.length]).toEqual(['budget', 0]);
  });

  it('that does not hold the repair does without', async () => {
    const { use } = await ask([says({ word: 'no' }), says(right)], { ticketTokens: 330 });
    expect([use.fallback, server.received.length]).toEqual(['budget', 1]);
  });

  it('counts what steps before used for the same message', async () => {
    server.will(says(right), says(right));
    const settings = server.settings({ ticketTokens: 2_000 });
    const used = { calls: 1, inputTokens: 1_700, outputTokens: 250 };
    const askWith = (budget: Budget) => new Llm(settings).ask({ ...question(settings), budget });
    expect((await askWith(new Budget(settings, { ...used, inputTokens: 500 }))).use.fallback).toBeUndefined();
    const { use } = await askWith(new Budget(settings, used));
    expect(use).toMatchObject({ fallback: 'budget', usage: { calls: 0, inputTokens: 0 } });
  });

  it('of money counts too', async () => {
    const { use } = await ask([says(right)], { prices: { input: 1, output: 100 }, ticketCostUsd: 0.01 });
    expect([use.fallback, server.received.length]).toEqual(['budget', 0]);
  });
});
