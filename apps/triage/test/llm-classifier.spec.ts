import { join } from 'node:path';
import { Llm, readPrompt } from '@throughline/llm';
import { type Behaviour, fails, LlmServer, says } from '@throughline/llm/testing';
import type { Classification } from '@throughline/models';
import { chosen, LlmClassifier } from '../src/llm-classifier.ts';

const server = new LlmServer();
beforeAll(() => server.start());
afterAll(() => server.stop());

const findings: Classification = {
  candidates: [
    { id: 'refund', confidence: 0.7 },
    { id: 'delivery', confidence: 0.2 },
  ],
  outOfScope: false,
  similarity: 0.8,
};
const trained = { model: 'ensemble', classify: () => Promise.resolve(findings) };
const intents = ['refund', 'delivery', 'gift'].map((id) => ({ id, title: id, examples: [], highStakes: false }));
const prompt = readPrompt(join(import.meta.dirname, '../prompts'), 'intent.v1');

function classifier(...behaviours: Behaviour[]): LlmClassifier {
  server.will(...behaviours);
  const llm = new Llm(server.settings({ step: 'triage' }));
  return new LlmClassifier(trained, { llm, prompt, intents }, { name: 'Ada Lovelace' });
}

it('lets the model choose, and says that it did', async () => {
  const asked = classifier(says({ intent: 'delivery' }));
  const { candidates } = await asked.classify('Ada Lovelace asks where it is');
  expect(candidates.map(({ id }) => id)).toEqual(['delivery', 'refund']);
  expect(asked.model).toBe('openai-compatible/tiny + ensemble');
  expect(asked.use).toMatchObject({ prompt: 'intent.v1', usage: { calls: 1, inputTokens: 100 } });
  expect(server.received[0]?.body).toContain('[[NAME_1]] asks where it is');
});

it('repairs an intent that is none', async () => {
  const { candidates } = await classifier(says({ intent: 'hacked' }), says({ intent: 'gift' })).classify('x');
  expect(candidates[0]).toEqual({ id: 'gift', confidence: 0 });
});

it.each([
  ['fails', fails(404), 'refused'],
  ['names what is no intent twice', says({ intent: 'hacked' }), 'invalid'],
])('is the trained classifier where the model %s', async (_, behaviour, fallback) => {
  const asked = classifier(behaviour);
  expect(await asked.classify('x')).toBe(findings);
  expect([asked.model, asked.use?.fallback]).toEqual(['ensemble', fallback]);
});

it('shares one budget over the questions of one ticket', async () => {
  const asked = classifier(says({ intent: 'refund' }));
  await asked.classify('x');
  await asked.classify('y');
  expect(asked.use?.usage).toEqual({ calls: 2, inputTokens: 200, outputTokens: 40 });
});

describe('a choice', () => {
  it('that agrees changes nothing', () => {
    expect(chosen(findings, 'refund')).toBe(findings);
  });

  it('of nothing is out of scope', () => {
    expect(chosen(findings, null)).toEqual({ ...findings, outOfScope: true });
  });

  it('of what seemed out of scope brings it back with its own confidence, and no assurance', () => {
    const surely = { ...findings, outOfScope: true, score: 0.9 };
    expect(chosen(surely, 'refund')).toEqual(findings);
  });
});
