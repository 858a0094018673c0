import { until } from 'throughline/api';
import { decide, drafter, inState, kb, message, openReview, post } from '../support/flow.ts';
import { expectPath } from '../support/paths.ts';

interface Article {
  articleId: string;
  origin: { ticketId?: string };
}

it('learns from the answer of a person what the knowledge base did not hold, and answers the next one with it', async () => {
  const ticketId = await post(message('Do you offer gift wrapping? I would like my order to be wrapped as a present.'));
  const { reviewId } = await openReview(ticketId);
  const fact = 'Gift wrapping costs 4.50 euros a parcel; choose it in the basket before you pay.';
  await decide(reviewId, { action: 'write', text: `Hello Ada,\n\n${fact}\n\nKind regards,\nMaria` });
  await inState(ticketId, 'human');
  await expectPath(ticketId, 'Abstention');
  const learned = await until('an article learned from it', async () => {
    const articles = await kb.get<Article[]>('/v1/articles');
    return articles.find((a) => a.origin.ticketId === ticketId);
  });
  await until('the drafter knows it', async () => {
    const { articles } = await drafter.get<{ articles: Record<string, number> }>('/v1/index');
    return learned.articleId in articles ? true : undefined;
  });
  const next = await post(message('Can I have gift wrapping for a present that I order?'));
  const { steps } = await inState(next, 'agent');
  await expectPath(next, 'Learned article');
  const reply = steps.find((s) => s.type === 'reply.delivered')?.data?.reply;
  expect(reply?.text).toContain(fact);
  expect(reply?.citations.map((c) => c.articleId)).toEqual([learned.articleId]);
});
