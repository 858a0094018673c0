import { TicketReceived } from '@throughline/contracts';
import { cleanMessage } from '@throughline/models';
import { classifier, embedder, intents, retriever } from '../src/flow/constants.ts';
import { routineMessage } from '../src/flow/message.ts';

describe('constants for models', () => {
  it.each([0, 7, 99, 107])(
    'know what the %s-th routine message of a customer is about, and quote one article',
    async (n) => {
      const message = TicketReceived.of(routineMessage({ ticketId: 't', customerId: 'c', n })).data;

      const { candidates, outOfScope } = await classifier.classify(cleanMessage(message));
      const [best] = candidates;
      const passages = await retriever.search(message.body, { k: 16, intent: best?.id });

      expect(outOfScope).toBe(false);
      expect(intents.map(({ id }) => id)).toContain(best?.id);
      expect(best?.id).toBe(`matter-${n % 100}`);
      expect(passages.map(({ articleId }) => articleId)).toEqual([best?.id]);
      expect(retriever.article(passages[0]!.articleId)?.body).toBe(passages[0]!.quote);
    },
  );

  it('find no two texts of a customer alike', async () => {
    const [a, b] = await embedder.embed(['what about it?', 'what about it?']);
    expect(a!.reduce((sum, x, i) => sum + x * b![i]!, 0)).toBe(0);
  });
});
