import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Draft } from '@throughline/contracts';
import { SentenceEmbedder, HybridRetriever, type Article } from '@throughline/models';
import { draftReply } from '../src/draft-reply.ts';
import { ticket, tone, triage } from './given.ts';

const article = (articleId: string, intents: string[], title: string, body: string): Article => ({
  articleId,
  revision: 1,
  title,
  intents,
  questions: [],
  body,
  status: 'active',
  origin: { kind: 'workspace' },
  updatedAt: '2026-03-01T00:00:00.000Z',
});

let models: { embedder: SentenceEmbedder; retriever: HybridRetriever };
beforeAll(async () => {
  const embedder = await SentenceEmbedder.load(modelDir());
  const retriever = new HybridRetriever(embedder);
  await retriever.put(
    article('timing', ['refund'], 'How long a refund takes', 'We issue your refund within five working days.'),
  );
  await retriever.put(article('tents', ['care'], 'Care for tents', 'Dry the tent before you pack it.'));
  models = { embedder, retriever };
});

it('answers from the article that holds it', async () => {
  expect(await draftReply(ticket(), triage(), models, tone)).toMatchObject({
    kind: 'reply',
    citations: [{ articleId: 'timing', revision: 1, quote: 'We issue your refund within five working days.' }],
  });
});

it.each([
  ['one after the other', 'When do I get my refund? How do I care for a tent?'],
  ['in one sentence', 'When do I get my refund, and how do I care for a tent?'],
])('is less sure where it passes over the second of two questions, %s', async (_, body) => {
  const candidates = [
    { id: 'refund', confidence: 0.8 },
    { id: 'care', confidence: 0.2 },
  ];
  const sure = await draftReply(ticket(), triage({ candidates }), models, tone);
  const unsure = await draftReply(ticket({ body }), triage({ candidates }), models, tone);
  const grounding = (draft: Draft): number => (draft.kind === 'reply' ? draft.grounding : NaN);
  expect(sure).toMatchObject({ citations: [{ articleId: 'timing' }] });
  expect(unsure).toMatchObject({ citations: [{ articleId: 'timing' }] });
  expect(grounding(unsure) / grounding(sure)).toBeLessThan(0.62);
});

it('does not repeat what was the answer to a like question of no known intent', async () => {
  const earlier = {
    ticketId: 'T-1',
    at: '2026-02-20',
    question: 'When will my refund arrive?',
    answeredBy: 'human' as const,
    answer: 'Hello! We issue your refund within five working days. Bye',
  };
  const asked = ticket({ customer: { profile: {}, history: [earlier] } });
  expect(await draftReply(asked, triage(), models, tone)).toMatchObject({
    kind: 'abstention',
    reason: 'already_failed',
  });
});

it('says nothing on a matter without an article', async () => {
  const intent = { id: 'gift', title: 'Gift wrapping', confidence: 0.99, highStakes: false };
  expect(await draftReply(ticket({ body: 'Do you wrap presents?' }), triage({ intent }), models, tone)).toMatchObject({
    kind: 'abstention',
    missing: "There is no article on 'Gift wrapping'.",
  });
});

function modelDir(): string {
  if (process.env['MODEL_DIR']) return process.env['MODEL_DIR'];
  const place = join('.throughline', 'models');
  let dir = process.cwd();
  while (!existsSync(join(dir, place)) && dir !== dirname(dir)) dir = dirname(dir);
  return join(dir, place);
}
